import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable } from "../src/printable.js";
import { RESERVED_KEYS } from "../src/reserved.js";
import { World } from "./support/browser.js";
import { runs } from "./support/runs.js";

const keys = fc.oneof(
  fc.constantFrom(...RESERVED_KEYS),
  fc.constantFrom(
    "",
    "$",
    "$$",
    "$x",
    "prototype",
    "toJSON",
    "then",
    "0",
    "-1",
    "length",
    "\u0000",
    "\ufffd",
  ),
  fc.constantFrom(
    "\ud800",
    "\udfff",
    "a\ud83c",
    "\udf6a\ud83c",
    "\u00e4",
    "\u4e16\u754c",
    "\u{1f36a}",
    "\u2028",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("\ud800", "__proto__", '"'),
);

/** What JSON can hold. */
const values = fc.jsonValue({ maxDepth: 3, stringUnit: "binary" });
const nested = fc.dictionary(keys, fc.oneof(values, fc.dictionary(keys, values, { maxKeys: 3 })), {
  maxKeys: 4,
});

/** As JSON.parse makes it of a request's body: with own properties of any name. */
const bodies = fc
  .array(fc.tuple(keys, fc.oneof(values, texts, nested)), { maxLength: 8 })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));

const BUILT_IN = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Number.prototype];

/** Everything that a program finds on any object. */
function prototypes(): unknown {
  return BUILT_IN.map((prototype) => Object.entries(Object.getOwnPropertyDescriptors(prototype)));
}

const WAYS = ["assign", "set", "update", "login", "replace"] as const;

describe("data of any names and values (V-22, T-21)", () => {
  it("are the same in the next request, but for names that are refused, each with an event", async () => {
    const before = prototypes();
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(...WAYS), async (body, way) => {
        const world = new World();
        const browser = world.browser();
        const sent = parse(body);
        await browser.visit(async (session, request) => {
          if (way === "assign") Object.assign(session, sent);
          if (way === "set") for (const [key, value] of Object.entries(sent)) session.set(key, value);
          if (way === "update") await session.update((draft) => void Object.assign(draft, sent));
          if (way === "login") await session.login("alice", { data: sent });
          if (way === "replace") request.handle.session = sent;
        });
        const refused = Object.keys(sent).filter((key) => RESERVED_KEYS.has(key) || /\p{Cs}/u.test(key));
        const kept = Object.entries(sent).filter(([key]) => !refused.includes(key));
        const seen = await browser.visit((session) => {
          expect(session.isNew).toBe(way !== "login" && kept.length === 0);
          return Object.entries(session);
        });
        expect(sorted(seen)).toEqual(sorted(kept));
        const told = world.events.flatMap((event) => (event.type === "key_refused" ? [event.key] : []));
        expect(told.sort()).toEqual(refused.map((key) => printable(key)).sort());
        const others = world
          .typesOfEvents()
          .filter((type) => !["key_refused", "created", "login"].includes(type));
        expect(others).toEqual([]);
        for (const record of world.store.records.values()) expect(unwritable(record.fields)).toEqual([]);
        expect(world.store.count("patch")).toBe(0); // What was only read is not written again.
      }),
      runs(400),
    );
    expect(prototypes()).toEqual(before);
  });
});

function parse(body: string): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}

/** As texts, which tell every name and value apart, whatever it is called. */
function sorted(entries: readonly [string, unknown][]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).toSorted();
}

/** Names and texts that UTF-8 would change. */
function unwritable(fields: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields)
    .flat()
    .filter((text) => Buffer.from(text).toString() !== text);
}
