import fc from "fast-check";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { FakeSessions, type Mode } from "./support/fake-sessions.js";
import { final, withoutOurs } from "./support/message.js";
import { exchange } from "./support/raw-client.js";
import { serve, serveWith, turns, type Handler } from "./support/servers.js";

/** One call of a handler, as data. */
type Step = readonly [string, ...unknown[]];

const name = fc.constantFrom("X-A", "x-a", "X-B", "Vary", "Set-Cookie", "Content-Type", "Cache-Control");
const value = fc.oneof(
  fc.constantFrom("1", "a; b", "\u00e9"),
  fc.constantFrom(["1"], ["1", "2"]),
  fc.constant(7),
);
const wrong = fc.constantFrom(["bad name", "1"], ["X-A", "a\nb"], ["X-A", undefined], ["", "1"]);
const status = fc.constantFrom(200, 200, 201, 204, 304, 404, 500, 99, 1000);
const chunk = fc.constantFrom("", "a", "hello", Buffer.from("bytes"));
const pairs = fc.uniqueArray(fc.tuple(name, value), { maxLength: 3, selector: ([key]) => key.toLowerCase() });
const reason = fc.constantFrom([], ["Fine"]);

const headers = fc.oneof(
  pairs.map((list) => Object.fromEntries(list)),
  pairs.map((list) => list.flat()),
);
const wrongHeaders = fc.oneof(
  wrong.map(([key, bad]) => ({ [String(key)]: bad, "X-B": "1" })),
  fc.constant(["X-A"]),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom("setHeader", "appendHeader"), name, value),
  fc.tuple(fc.constant("setHeader"), wrong).map(([method, args]): Step => [method, ...args]),
  fc.tuple(fc.constant("removeHeader"), name),
  // None that is refused: on a bare server an `end` that throws leaves a wrong Content-Length behind.
  fc.tuple(fc.constant("statusCode"), fc.constantFrom(200, 204, 304, 404)),
  fc.tuple(fc.constant("statusMessage"), fc.constantFrom("Custom", "")),
  fc
    .tuple(fc.constant("writeHead"), status, reason)
    .map(([method, code, text]): Step => [method, code, ...text]),
  fc
    .tuple(fc.constant("writeHead"), status, reason, headers)
    .map(([method, code, text, fields]): Step => [method, code, ...text, fields]),
  fc
    .tuple(fc.constant("writeHead"), fc.constant(200), wrongHeaders)
    .map(([method, code, fields]): Step => [method, code, fields]),
  fc.tuple(fc.constant("write"), fc.oneof(chunk, fc.constantFrom(null, 7))),
  fc.tuple(fc.constant("flushHeaders")),
  fc.tuple(fc.constant("end"), chunk),
  fc.tuple(fc.constant("end")),
);

/** Takes the steps, and ends the response if they did not. Returns the codes of what was thrown and emitted. */
function take(steps: readonly Step[], res: ServerResponse): string[] {
  const codes: string[] = [];
  res.on("error", (error: NodeJS.ErrnoException) => codes.push(`emitted ${error.code}`));
  for (const [method, ...args] of [...steps, ["end"] as const]) {
    if (method === "end" && res.writableEnded && args.length === 0) continue;
    try {
      if (method === "statusCode") res.statusCode = Number(args[0]);
      else if (method === "statusMessage") res.statusMessage = String(args[0]);
      else Reflect.apply(Reflect.get(res, method), res, structuredCloneOf(args));
    } catch (error) {
      codes.push(`${method} ${(error as NodeJS.ErrnoException).code}`);
      // A writeHead that throws leaves the reason of its status behind on a bare server.
      if (method === "writeHead") res.statusMessage = "Thrown";
    }
  }
  if (!res.writableEnded) {
    res.statusCode = 500;
    res.end();
  }
  return codes;
}

/** Copies arrays: a handler that shares them is another test. */
function structuredCloneOf(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (Array.isArray(arg) ? [...arg] : arg));
}

/** Where we know to differ: a second implicit head while the first is held is no error. */
const SECOND_HEAD = "writeHead ERR_HTTP_HEADERS_SENT";

const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);
console.info(`fast-check seed: ${seed} (set FC_SEED to repeat)`);

/** What other seeds have found. */
const found: [Step[]][] = [
  // Node looks whether there have been headers, and not whether there are.
  [
    [
      ["setHeader", "Vary", ["1"]],
      ["removeHeader", "Vary"],
      ["writeHead", 200, { "": "1", "X-B": "1" }],
    ],
  ],
];

test.each(["untouched", "sync", "async"] as const)(
  "any handler, %s, behaves as on a bare server",
  async (mode) => {
    let steps: readonly Step[] = [];
    let codes: string[] = [];
    let sessions = new FakeSessions(mode);
    const handler: Handler = (_, res) => {
      codes = take(steps, res);
    };
    const forward = {
      mode: mode as Mode,
      open: (...args: Parameters<FakeSessions["open"]>) => sessions.open(...args),
    };
    const bare = await serve(handler);
    const ours = await serveWith(forward as FakeSessions, async (req, res) => {
      handler(req, res);
      await turns(1);
      sessions.only.settle();
    });
    const run = async (port: number) => {
      const message = withoutOurs(final(await exchange(port)));
      return {
        message: { ...message, lines: [...message.lines].sort() },
        codes: codes.filter((code) => code !== SECOND_HEAD).sort(),
      };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 7 }), async (drawn) => {
        steps = drawn;
        sessions = new FakeSessions(mode);
        const expected = await run(bare);
        const actual = await run(ours);
        expect(actual).toEqual(expected);
      }),
      { seed, numRuns: Number(process.env["FC_RUNS"] ?? 300), examples: found },
    );
  },
  60_000,
);
