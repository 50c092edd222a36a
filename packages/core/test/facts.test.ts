import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assurance, AssuranceLevel } from "../src/assurance-level.js";
import { type Facts, factsIn, isFromFuture, withFacts } from "../src/facts.js";
import type { Fields } from "@sess/core";
import { World } from "./support/browser.js";
import { runs } from "./support/runs.js";

const NOW = Date.UTC(2026, 0, 1);

const textOf = (facts: Facts): string => withFacts({}, facts)["$"] ?? "";
const decoded = (text: string, others: Fields = {}): Facts | undefined => factsIn({ ...others, $: text });

const times = fc.integer({ min: 0, max: NOW });
const base64url = fc.constantFrom(..."ABCXYZabcxyz0189-_");
const userIds = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.constantFrom(
    " ",
    "\n",
    "a\nb",
    "a\r\n1x",
    "0",
    "0 admin",
    " admin",
    "admin ",
    "__proto__",
    "\u0000",
    "\u{1f36a}",
  ),
);

const level = fc.constantFrom<AssuranceLevel[]>(1, 2, 3);
/** The level 1 is not written, and so is not read. */
const levels: fc.Arbitrary<Assurance> = fc.oneof(
  fc.constant({}),
  fc.constantFrom<Assurance[]>({ level: 2 }, { level: 3 }, { unproven: true }),
  fc.record({ level, stepUp: fc.record({ level, until: times }) }),
);

const allFacts: fc.Arbitrary<Facts> = fc
  .record({
    id: fc.string({ unit: base64url, minLength: 22, maxLength: 22 }),
    createdAt: times,
    life: fc.integer({ min: 0, max: 400 * 24 * 60 * 60 * 1000 }),
    epoch: fc.option(times, { nil: undefined }),
    signedIn: fc.option(fc.tuple(userIds, times, levels, fc.option(userIds, { nil: undefined })), {
      nil: undefined,
    }),
  })
  .map(({ id, createdAt, life, epoch, signedIn }) => {
    const facts = { id, createdAt, endsAt: createdAt + life, ...(epoch !== undefined && { epoch }) };
    if (signedIn === undefined) return facts;
    const [userId, since, level, label] = signedIn;
    const authenticatedAt = Math.max(createdAt, since);
    return { ...facts, userId, authenticatedAt, ...level, ...(label !== undefined && { label }) };
  });

describe("the facts in a record", () => {
  it("come back as they were, whatever the user is called (T-21)", () => {
    fc.assert(
      fc.property(allFacts, (facts) => {
        expect(factsIn(withFacts({ data: "1" }, facts))).toEqual({ epoch: 0, ...facts });
      }),
      runs(2000),
    );
  });

  it("cut off before the user's name are refused, or say less: no user, and no later end", () => {
    fc.assert(
      fc.property(allFacts, (facts) => {
        const text = textOf(facts);
        const head = text.length - (facts.userId?.length ?? 0);
        for (let length = 0; length < head; length++) {
          const cut = decoded(text.slice(0, length));
          if (cut === undefined) continue;
          expect(cut.userId).toBeUndefined();
          expect(cut.id).toBe(facts.id);
          expect(cut.endsAt).toBeLessThanOrEqual(facts.endsAt);
        }
      }),
      runs(500),
    );
  });

  it("of any text are what core would have written, or nothing; and never an exception (T-21)", () => {
    const parts = fc.constantFrom("1", "A".repeat(22), " ", "0", "z", "zzzzzzzzzz", "\n", "-", "admin", "k9");
    const texts = fc.oneof(
      fc.string(),
      fc.array(parts, { maxLength: 9 }).map((all) => all.join("")),
      fc.tuple(allFacts, fc.nat(80), fc.string({ maxLength: 3 }), fc.nat(3)).map(([facts, at, put, skip]) => {
        const text = textOf(facts);
        return text.slice(0, at) + put + text.slice(at + skip);
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const facts = decoded(text);
        if (facts === undefined) return;
        expect(
          Object.values(facts).every((fact) => typeof fact === "string" || Number.isSafeInteger(fact)),
        ).toBe(true);
        expect(factsIn(withFacts({ data: "1" }, facts))).toEqual({ epoch: 0, ...facts });
        const latest = Math.max(facts.createdAt, facts.authenticatedAt ?? 0);
        expect(isFromFuture(facts, NOW)).toBe(latest > NOW + 60_000);
      }),
      runs(3000),
    );
  });

  it.each([
    "a\nb",
    " ",
    "\r\n",
    "0 admin",
    "__proto__",
    "constructor",
    "\u0000",
    "$",
    "\u{1f36a}".repeat(128),
  ])("the user %j signs in, and is the same in the next request", async (user) => {
    const world = new World({}, undefined, true);
    const browser = world.browser();
    await browser.visit((session) => session.login(user));
    expect(await browser.visit((session) => session.userId)).toBe(user);
    expect(await world.sessions.list(user)).toHaveLength(1);
    expect(await world.sessions.revokeUser(user)).toBe(1);
    expect(await browser.visit((session) => session.userId)).toBeUndefined();
  });

  it.each([
    [{ $level: "2" }, { level: 2 }],
    [{ $level: "0" }, { unproven: true }],
    [{ $level: "1 3 zz" }, { level: 1, stepUp: { level: 3, until: 1295 } }],
    ...["", "00", "0 3 1", "4", "2 ", "2 3", "2 4 1", "2 3 -1", "2 3 " + "z".repeat(11), "II", "2\n"].map(
      (text) => [{ $level: text }, undefined],
    ),
    [{ $epoch: "z" }, { epoch: 35 }],
    ...["", "-1", "1.5", "z".repeat(11), " 1", "Z"].map((text) => [{ $epoch: text }, undefined]),
    [{ $label: "<b>" }, { label: "<b>" }],
    [{ $other: "?" }, { id: "A".repeat(22) }],
  ] as [Fields, Partial<Facts> | undefined][])("beside them, %j is %j", (others, facts) => {
    const text = `1${"A".repeat(22)} 1 1 1 alice`;
    if (facts === undefined) expect(decoded(text, others)).toBeUndefined();
    else expect(decoded(text, others)).toMatchObject(facts);
  });
});
