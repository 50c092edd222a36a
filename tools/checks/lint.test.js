import { basename } from "node:path";
import { ESLint } from "eslint";
import { expect, test } from "vitest";
import { lintConfig } from "./eslint.config.js";
import { folderOf } from "./fixture.js";

const ts = "@typescript-eslint";
const sound = `
  class Private {
    readonly one = 1;
  }
  export const isPrivate = (value: unknown): boolean => value instanceof Private;
  export async function load(read: () => Promise<number>, token: string | undefined): Promise<string> {
    if (token === undefined) return "";
    try {
      return \`\${await read()} read\`;
    } catch (error) {
      if (error instanceof TypeError) return error.message;
      throw error;
    }
  }`;

/** What is wrong, the code, the rules that say so. */
const cases = [
  ["nothing", sound, []],
  [
    "a promise left alone",
    "export function a(b: () => Promise<void>): void { b(); }",
    [`${ts}/no-floating-promises`],
  ],
  [
    "a promise as condition",
    "export function a(b: Promise<void>): void { if (b) throw new Error(); }",
    [`${ts}/no-misused-promises`],
  ],
  ["any", "export type A = any;", [`${ts}/no-explicit-any`]],
  [
    "a type imported as value",
    'import { B } from "./b.js"; export type A = B;',
    [`${ts}/consistent-type-imports`],
  ],
  ["Math.random (11.2.1)", "export const a = (): number => Math.random();", ["no-restricted-properties"]],
  [
    "a token compared by === (11.2.4, D-15)",
    "export const a = (token: string, b: string): boolean => token === b;",
    ["no-restricted-syntax"],
  ],
  [
    "a token compared by !==, on the right (11.2.4)",
    "export const a = (token: string, b: string): boolean => b !== token;",
    ["no-restricted-syntax"],
  ],
  [
    "a token's member compared",
    "export const a = (b: { csrfToken: string }, c: string): boolean => b.csrfToken === c;",
    ["no-restricted-syntax"],
  ],
  [
    "instanceof of an exported class",
    "export class SessionError extends Error {} export const a = (b: unknown): boolean => b instanceof SessionError;",
    ["sess/no-shared-instanceof"],
  ],
  [
    "instanceof of an imported class",
    'import { B } from "./b.js"; export const a = (b: unknown): boolean => b instanceof B;',
    ["sess/no-shared-instanceof"],
  ],
  [
    "instanceof of a member",
    'import * as b from "./b.js"; export const a = (c: unknown): boolean => c instanceof b.B;',
    ["sess/no-shared-instanceof"],
  ],
  ["a long file", "export {};\n".repeat(251), ["max-lines"]],
  [
    "an exemption by comment",
    "/* eslint-disable */\nexport const a = (): number => Math.random(); // eslint-disable-line",
    ["no-restricted-properties"],
  ],
];

/** The rules that each file breaks, by the file's name. */
async function brokenRules(folder, texts) {
  const base = folderOf({
    ...Object.fromEntries(texts.map((text, at) => [`packages/core/${folder}/${at}.ts`, text])),
    [`packages/core/${folder}/b.ts`]: "export class B {}",
    "packages/core/package.json": '{ "type": "module" }',
    "packages/core/tsconfig.json": JSON.stringify({
      compilerOptions: { strict: true, module: "nodenext", target: "es2022", lib: ["es2023"], types: [] },
      include: [folder],
    }),
  });
  const eslint = new ESLint({ cwd: base, overrideConfigFile: true, overrideConfig: lintConfig(base) });
  const results = await eslint.lintFiles(["."]);
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      basename(filePath, ".ts"),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  );
}

const inSource = brokenRules(
  "src",
  cases.map(([, text]) => text),
);

test.each(cases.map(([name, , rules], at) => ({ name, rules, at })))(
  "caught: $name",
  async ({ rules, at }) => {
    const found = (await inSource)[at];
    for (const rule of rules) expect(found).toContain(rule);
    if (rules.length === 0) expect(found).toEqual([]);
  },
);

test("an exemption that is not needed is reported in tests", async () => {
  const unneeded = "// eslint-disable-next-line no-debugger\nexport const a = 1;";
  expect((await brokenRules("test", [unneeded]))[0]).toEqual([expect.stringContaining("Unused")]);
});
