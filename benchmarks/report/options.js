import { parseArgs } from "node:util";

/** What the command line says. @param usual the parts that run when none is named */
export function readOptions(args, usual, all) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      framework: { type: "string", multiple: true },
      workload: { type: "string", multiple: true },
      contestant: { type: "string", multiple: true },
      runs: { type: "string" },
      rounds: { type: "string" },
      requests: { type: "string" },
      profile: { type: "string" },
      out: { type: "string" },
    },
  });
  return {
    ...values,
    runs: positive("runs", values.runs),
    rounds: positive("rounds", values.rounds),
    requests: positive("requests", values.requests),
    parts: positionals.length > 0 ? chosen("part", positionals, all) : usual,
  };
}

/** Those that were asked for, or all. */
export function chosen(what, asked, all) {
  const unknown = asked?.filter((name) => !all.includes(name)) ?? [];
  if (unknown.length === 0) return asked ?? all;
  throw new Error(`No such ${what}: ${unknown.join(", ")}. There are: ${all.join(", ")}`);
}

function positive(what, text) {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${what} takes a number, not ${text}`);
  return Number(text);
}
