/**
 * What the suites and the app run on: its name and version in the registry, what stands before a file's name on its command line, and
 * the conditions under which it resolves a package's exports and imports.
 */
export const RUNTIMES = {
  "Node 20": { from: "node@20.20.2", args: [], conditions: ["node"] },
  "Node 22": { from: "node@22.23.3", args: [], conditions: ["node"] },
  "Node 24": { from: "node@24.21.0", args: [], conditions: ["node"] },
  "Node 26": { from: "node@26.10.0", args: [], conditions: ["node"] },
  Bun: { from: "bun@1.4.5", args: ["run"], conditions: ["bun", "node"] },
  Deno: { from: "deno@2.9.6", args: ["run", "--no-prompt"], conditions: ["deno", "node"] },
  workerd: { from: "workerd@1.20261117.1", args: ["serve"], conditions: ["workerd", "worker"] },
};

/** @returns the command that runs a file on it; npx fetches it the first time */
export function commandOf({ from, args }, ...rest) {
  return ["npx", "-y", "--prefer-offline", from, ...args, ...rest];
}
