import { join } from "node:path";
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import globals from "globals";
import tseslint from "typescript-eslint";
import { configFiles, root } from "./workspace.js";

const typescript = ["**/*.ts", "**/*.tsx"];
const source = ["packages/*/src/**/*.ts"];
const tests = ["**/test/**/*.ts", "**/*.test.ts", "**/*.test-d.ts"];

/**
 * `instanceof` may name globals, classes of Node and a file's private classes. With two copies of a package at hand, a
 * class that is shared between files exists twice.
 */
const noSharedInstanceof = {
  create: (context) => ({
    'BinaryExpression[operator="instanceof"]'({ right }) {
      let scope = context.sourceCode.getScope(right);
      while (scope !== null && !scope.set.has(right.name)) scope = scope.upper;
      const definition = scope?.set.get(right.name).defs[0];
      const imported =
        definition?.type === "ImportBinding" && !definition.parent.source.value.startsWith("node:");
      const exported = definition?.node.parent.type === "ExportNamedDeclaration";
      if (right.type === "Identifier" && !imported && !exported) return;
      context.report({
        node: right,
        message: "Two copies of a package have two such classes: test `code` or another property.",
      });
    },
  }),
};

/** Names that hold a secret, or what is computed from one. */
const secrets = /^(.*(token|secret|hmac|signature)|mac|tag)$/i;

const comparesSecret = (side, other) =>
  [
    "BinaryExpression[operator=/^[!=]==?$/]",
    `:matches([${side}.name=${secrets}], [${side}.property.name=${secrets}])`,
    `:not([${other}.type=/^(Literal|UnaryExpression)$/], [${other}.name="undefined"])`,
  ].join("");

/** The root's is for the settings of tests and builds in all folders. @param {string} path */
const isLinted = (path) =>
  process.env.SESS_LINT === undefined ||
  path === join(root, "tsconfig.json") ||
  process.env.SESS_LINT.split(",").some((folder) => path.includes(`/${folder}/`));

/** @param {string} base the folder that the paths are relative to */
export const lintConfig = (base) =>
  defineConfig(
    { ignores: ["**/dist/", "**/coverage/", "**/.turbo/", "**/.cache/"] },
    { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
    js.configs.recommended,
    {
      files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
      languageOptions: { globals: globals.node },
    },
    {
      files: typescript,
      extends: [tseslint.configs.strictTypeChecked],
      languageOptions: {
        parserOptions: {
          // Only those of the folders that are linted: each one that is looked through takes its time and memory.
          project: configFiles(base).filter(isLinted),
        },
      },
      rules: {
        "@typescript-eslint/consistent-type-imports": "error",
        "@typescript-eslint/switch-exhaustiveness-check": [
          "error",
          { considerDefaultExhaustiveForUnions: true },
        ],
        "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
        "@typescript-eslint/restrict-template-expressions": [
          "error",
          { allowNumber: true, allowBoolean: true },
        ],
        // A synchronous store keeps to an asynchronous contract: `async` turns its throws into rejections.
        "@typescript-eslint/require-await": "off",
        // Callers may be JavaScript: what the types promise is checked again at run time.
        "@typescript-eslint/no-unnecessary-boolean-literal-compare": "off",
        "@typescript-eslint/no-unnecessary-condition": "off",
        "@typescript-eslint/no-unnecessary-type-conversion": "off",
        // Objects are closures here, made to be taken apart.
        "@typescript-eslint/unbound-method": "off",
        // Users choose the names of a session's fields.
        "@typescript-eslint/no-dynamic-delete": "off",
        // `!` says that an index is within its array.
        "@typescript-eslint/no-non-null-assertion": "off",
        // A framework's types are extended by `declare global { namespace … }`.
        "@typescript-eslint/no-namespace": ["error", { allowDeclarations: true }],
        // `void | Promise<void>`: a callback may be either.
        "@typescript-eslint/no-invalid-void-type": "off",
        // Types are compared by structure here, and there are no enums: a sixth of the lint's time.
        "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
        "@typescript-eslint/no-unsafe-enum-assignment": "off",
        // `() => done()` and `void session.userId` read well.
        "@typescript-eslint/no-confusing-void-expression": "off",
        "@typescript-eslint/no-meaningless-void-operator": "off",
      },
    },
    {
      files: source,
      // Not even a comment exempts a line of what is published.
      linterOptions: { noInlineConfig: true },
      plugins: { sess: { rules: { "no-shared-instanceof": noSharedInstanceof } } },
      rules: {
        "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
        "no-restricted-properties": [
          "error",
          {
            object: "Math",
            property: "random",
            message: "It is no source of secrets, nor of tests that can be repeated.",
          },
        ],
        "no-restricted-syntax": [
          "error",
          {
            selector: `${comparesSecret("left", "right")}, ${comparesSecret("right", "left")}`,
            message: "The time this takes depends on the secret: compare by `equal` of #crypto.",
          },
        ],
        "sess/no-shared-instanceof": "error",
      },
    },
    {
      files: tests,
      rules: {
        // Tests read JSON that a server sent, and throw and send what no sound program would.
        "@typescript-eslint/no-base-to-string": "off",
        "@typescript-eslint/no-misused-spread": "off",
        "@typescript-eslint/no-require-imports": "off",
        "@typescript-eslint/no-unsafe-argument": "off",
        "@typescript-eslint/no-unsafe-assignment": "off",
        "@typescript-eslint/no-unsafe-call": "off",
        "@typescript-eslint/no-unsafe-member-access": "off",
        "@typescript-eslint/no-unsafe-return": "off",
        "@typescript-eslint/only-throw-error": "off",
        "@typescript-eslint/prefer-promise-reject-errors": "off",
        "@typescript-eslint/use-unknown-in-catch-callback-variable": "off",
      },
    },
  );

export default lintConfig(process.cwd());
