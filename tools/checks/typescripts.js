// Compiles an app that uses every package, as ESM and as CJS, by every version of TypeScript that is promised.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "./workspace.js";

/** Those that a program can be made with. */
const BY_PROGRAM = ["5.4.5", "5.5.4", "5.6.3", "5.7.3", "5.8.3", "5.9.3", "6.0.3"];
/** This one has nothing but its command. */
const BY_COMMAND = "7.0.2";
const aliasOf = (version) => `typescript-${version}`;

/** To be installed beside the tarballs. */
export const typescripts = Object.fromEntries(
  [...BY_PROGRAM, BY_COMMAND].map((version) => [aliasOf(version), `npm:typescript@${version}`]),
);

const RESOLUTIONS = {
  node16: { module: "node16", moduleResolution: "node16" },
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};
const OPTIONS = {
  strict: true,
  target: "es2022",
  lib: ["es2023"],
  types: ["node"],
  esModuleInterop: true,
  noEmit: true,
  // Our declarations are checked as well. What is said of others' is left out below.
  skipLibCheck: false,
};

const source = join(import.meta.dirname, "consumer/consumer.ts");
const isOurs = (path) => path.includes("/@sess/") || path.includes("consumer.");

/** @param folder where the tarballs are installed. Resolves with what is wrong. */
export async function compileConsumers(folder) {
  const require = createRequire(join(folder, "package.json"));
  const projects = Object.entries(RESOLUTIONS).map(([name, resolution]) => {
    const project = join(folder, name);
    mkdirSync(project);
    // A bundler does not know of CJS sources.
    const files = name === "bundler" ? ["consumer.mts"] : ["consumer.mts", "consumer.cts"];
    for (const file of files) copyFileSync(source, join(project, file));
    const compilerOptions = { ...OPTIONS, ...resolution };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    return { name, project };
  });
  const problems = [];
  for (const version of BY_PROGRAM)
    for (const { name, project } of projects)
      for (const text of byProgram(require(aliasOf(version)), project))
        problems.push(`TypeScript ${version}, ${name}: ${text}`);
  const tsc = join(folder, "node_modules", aliasOf(BY_COMMAND), "bin/tsc");
  for (const { name, project } of projects) {
    const { output } = await run("node", [tsc, "--project", project, "--pretty", "false"]);
    for (const line of output
      .split("\n")
      .filter((text) => text !== "" && (isOurs(text) || !/^[^ ]+\(/.test(text))))
      problems.push(`TypeScript ${BY_COMMAND}, ${name}: ${line}`);
  }
  return problems;
}

/** Parsed once for the projects of a version. */
let parsed = new Map();
let parsedBy;

function byProgram(ts, project) {
  if (parsedBy !== ts) [parsed, parsedBy] = [new Map(), ts];
  const { config } = ts.readConfigFile(join(project, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  const program = ts.createProgram({ rootNames: fileNames, options, host: hostOf(ts, options) });
  const found = program
    .getSourceFiles()
    .filter(({ fileName }) => isOurs(fileName))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  return [...program.getOptionsDiagnostics(), ...found].map(({ file, start, messageText }) => {
    const place = file ? `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} ` : "";
    return place + ts.flattenDiagnosticMessageText(messageText, "\n");
  });
}

function hostOf(ts, options) {
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const key = `${path} ${JSON.stringify(languageVersion, (name, value) => (name === "setExternalModuleIndicator" ? undefined : value))}`;
    if (!parsed.has(key)) parsed.set(key, parse(path, languageVersion, ...rest));
    return parsed.get(key);
  };
  return host;
}
