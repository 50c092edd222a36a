// Who may import whom. There is no way to exempt a line, and type imports count.
import { builtinModules } from "node:module";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import { isMain, packagesOf, report, root } from "./workspace.js";

/** What each package's src may import beside its own files; `types` only by `import type`. */
const layers = {
  core: { values: [] },
  "core/src/crypto/node.ts": { values: ["node:buffer", "node:crypto"] },
  node: { values: ["@sess/core", "node:*"] },
  express: { values: ["@sess/core", "@sess/node"], types: ["express", "node:*"] },
  fastify: { values: ["@sess/core", "@sess/node", "fastify-plugin"], types: ["fastify", "node:*"] },
  koa: { values: ["@sess/core", "@sess/node"], types: ["koa", "node:*"] },
  "connect-store": { values: ["@sess/core", "node:crypto"] },
  migrate: { values: ["@sess/connect-store", "@sess/core", "node:crypto"] },
  "express-session": {
    values: ["@sess/connect-store", "@sess/core", "@sess/node", "node:*"],
    types: ["express-session"],
  },
