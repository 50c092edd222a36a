// Builds and packs every package, and looks at the tarballs as those who install them will.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { commandOf, RUNTIMES } from "@sess/test-runtimes/registry.js";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { compileConsumers, typescripts } from "./typescripts.js";
import { isMain, readJson, report, root, run } from "./workspace.js";

async function succeed(program, args, options) {
  const { ok, output, stdout } = await run(program, args, options);
  if (!ok) throw new Error(`${program} ${args.join(" ")}\n${output}`);
  return stdout;
}

// Where pnpm runs the checks it is on the PATH.
const [command, ...first] = process.env.npm_config_user_agent?.startsWith("pnpm")
  ? ["pnpm"]
  : ["npx", "-y", readJson(join(root, "package.json")).packageManager];
const pnpm = (...args) => succeed(command, [...first, ...args]);

/** The paths that a package.json's field points to, at any depth. */
const targetsOf = (value) =>
  typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(targetsOf);

/** What is wrong with a tarball's files and its package.json. */
export function badContents(manifest, files, readFile) {
  const problems = [];
  const { exports, imports, main, module, types } = manifest;
  for (const target of targetsOf([exports, imports, main, module, types])) {
    if (!files.includes(target.replace("./", "")))
      problems.push(`package.json points to ${target}, not packed`);
  }
  for (const name of ["README.md", "LICENSE"]) {
    if (!files.includes(name)) problems.push(`no ${name}`);
  }
  for (const path of files) {
    if (!/^(dist\/.*|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(path))
      problems.push(`packed: ${path}`);
    if (/\.d\.c?ts$/.test(path) && readFile(path).includes("#crypto")) problems.push(`${path} names #crypto`);
  }
  const text = JSON.stringify(manifest);
  for (const word of ["@sess/source", "workspace:", "catalog:"]) {
    if (text.includes(word)) problems.push(`package.json contains ${word}`);
  }
  return problems;
}

async function inspect({ name, filename, files }) {
  const data = readFileSync(filename);
  const types = createPackageFromTarballData(data);
  const read = (path) => types.readFile(`/node_modules/${name}/${path}`);
  const manifest = JSON.parse(read("package.json"));
  const { messages } = await publint({
    pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) },
    level: "warning",
    strict: true,
  });
  const analysis = await checkPackage(types);
  return [
    ...badContents(
      manifest,
      files.map(({ path }) => path),
      read,
    ),
    ...messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false })}`),
    ...(analysis.types
      ? analysis.problems.map((problem) => `attw: ${JSON.stringify(problem)}`)
      : ["attw: no types"]),
  ].map((problem) => `${name}: ${problem}`);
}

/** What the consumers use beside the packages: as the checks have it. */
const { devDependencies } = readJson(join(root, "tools/checks/package.json"));
const frameworks = Object.fromEntries(
  ["express", "fastify", "hono", "ioredis", "koa", "@types/express", "@types/express-session", "@types/koa"]
    .map((name) => [name, devDependencies[name]])
    .concat([["@types/node", "^20"]]),
);

/** Installs all tarballs into an empty folder, loads every package from an ESM and from a CJS project on every Node, and compiles both. */
async function smoke(tarballs, folder) {
  const dependencies = {
    ...Object.fromEntries(tarballs.map(({ name, filename }) => [name, `file:${filename}`])),
    ...frameworks,
    ...typescripts,
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  await succeed("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
  });
  // What runs an app of express-session's has to come as that does.
  const shape = (name, type) =>
    name === "@sess/express-session" && type === "commonjs"
      ? `if (typeof require("${name}")({ secret: "a" }) !== "function") throw new Error("require gives no function");`
      : "";
  const load = { module: (name) => `await import("${name}")`, commonjs: (name) => `require("${name}")` };
  for (const [type, expression] of Object.entries(load)) {
    const project = join(folder, type);
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ type }));
    const lines = tarballs.map(
      ({ name }) =>
        `if (Object.keys(${expression(name)}).length === 0) throw new Error("${name} exports nothing");${shape(name, type)}`,
    );
    writeFileSync(join(project, "index.js"), lines.join("\n"));
    for (const [name, runtime] of Object.entries(RUNTIMES)) {
      if (!name.startsWith("Node")) continue;
      const [program, ...args] = commandOf(runtime, "index.js");
      await succeed(program, args, { cwd: project });
    }
  }
  return compileConsumers(folder);
}

async function packed() {
  const work = mkdtempSync(join(tmpdir(), "sess-packed-"));
  try {
    await pnpm("run", "build");
    const list = await pnpm(
      "--recursive",
      "--filter",
      "./packages/*",
      "pack",
      "--json",
      "--pack-destination",
      work,
    );
    const tarballs = JSON.parse(list);
    const problems = (await Promise.all(tarballs.map(inspect))).flat();
    return [...problems, ...(await smoke(tarballs, work).catch((error) => [error.message]))];
  } catch (error) {
    return [error.message];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (isMain(import.meta)) report(await packed());
