/** What is run on every runtime. */
const EVERYWHERE = ["core", "store-memory", "conformance"].map((folder) => `${folder}/test/**/*.test.ts`);

/** Of Redis one server, a Cluster, and a few failures. How all the others go does not depend on Node, and takes minutes. */
const REDIS = [
  ...["conformance", "races", "round-trips", "revoke-all", "options", "secrecy", "slot", "frame"],
  ...[
    "feed",
    "standing",
    "client-settings",
    "cluster-conformance",
    "outage",
    "outage-start",
    "outage-scripts",
  ],
];

/** What needs Node's own servers and sockets. */
const ON_NODE = [
  ...["node", "express", "fastify", "koa", "web"].map((folder) => `${folder}/test/**/*.test.ts`),
  "!express/test/browser/**",
  ...REDIS.map((name) => `store-redis/test/${name}.test.ts`),
];

/** These put another module in the place of one, or have one read again: that is what vitest's own loader does. */
const BY_LOADER = [
  "where node:crypto has no one-shot hash",
  "the random generator (11.5.2) > is asked once",
  "the random generator (11.5.2) > fails, and so does the request",
  "that a broken generator makes twice opens one session only",
];

/** Another file starts a server for fetch handlers, which puts a Response of its own in the place of Node's. */
const BY_GLOBALS = ["may be one whose headers cannot be set: of Response.redirect()"];

/** It measures the heap, with V8's flags: it wants Node, and a process of its own. */
const HEAP = "store-memory/test/memory.test.ts";

/** It looks on as Node compares: only Node shows others' calls of its own modules. */
const OF_NODE = "core/test/requirements-secrets.test.ts";

/** Deno has no accessor of that name: what this mutant breaks is not broken there. */
const OF_PROTO = ["fails a store that breaks a rule > the field __proto__ is lost"];

/** In a Worker requests share nothing (decision 0024), and no process is kept alive. */
const OF_PROCESSES = [
  "revokeAll (7.4.5) > costs a read a second, together with the session's",
  "deadlines of calls > need one timer for any number of calls, and none when all are answered",
  "deadlines of calls > do not keep the process alive",
];

/** @returns what is run on a runtime, process by process, and what of it is absent there */
export function suitesOf(name) {
  if (name.startsWith("Node"))
    return [
      { patterns: [...EVERYWHERE, ...ON_NODE, `!${HEAP}`], absent: [...BY_LOADER, ...BY_GLOBALS] },
      { patterns: [HEAP], absent: [] },
    ];
  const absent = [...BY_LOADER, HEAP, OF_NODE];
  if (name === "Deno") absent.push(...OF_PROTO);
  if (name === "workerd") absent.push(...OF_PROCESSES);
  return [{ patterns: EVERYWHERE, absent }];
}
