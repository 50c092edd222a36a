import { describe, expect, it } from "vitest";
import { type Change, withRecord } from "./support/changed-record.js";

const HANDLE = "A".repeat(22);
const base36 = (number: number): string => number.toString(36);

/** The text of the facts, from the parts that a good one has. */
type Text = (created: string, life: string) => string;

const FACTS: readonly (readonly [what: string, text: Text])[] = [
  ["two spaces before the beginning", (c, l) => `1${HANDLE}  ${c} ${l} 0 admin`],
  ["two spaces before the life", (c, l) => `1${HANDLE} ${c}  ${l} 0 admin`],
  ["two spaces before the login", (c, l) => `1${HANDLE} ${c} ${l}  0 admin`],
  ["a space in front", (c, l) => ` 1${HANDLE} ${c} ${l} 0 admin`],
  ["a space behind a life", (c, l) => `1${HANDLE} ${c} ${l} `],
  ["a line feed behind a life", (c, l) => `1${HANDLE} ${c} ${l}\n`],
  ["a byte order mark in front", (c, l) => `\ufeff1${HANDLE} ${c} ${l} 0 admin`],
  ["tabs for spaces", (c, l) => `1${HANDLE}\t${c}\t${l}\t0\tadmin`],
  ["line feeds for spaces", (c, l) => `1${HANDLE}\n${c}\n${l}\n0\nadmin`],
  ["no-break spaces for spaces", (c, l) => `1${HANDLE}\u00a0${c}\u00a0${l}`],
  ["commas for spaces", (c, l) => `1${HANDLE},${c},${l},0,admin`],
  ["NUL behind the handle", (c, l) => `1${HANDLE}\u0000 ${c} ${l}`],
  ["the format of another day (11.2.2)", (c, l) => `2${HANDLE} ${c} ${l} 0 admin`],
  ["a format of two digits", (c, l) => `10${HANDLE} ${c} ${l} 0 admin`],
  ["no format", (c, l) => `${HANDLE} ${c} ${l} 0 admin`],
  ["a letter for the format", (c, l) => `v1${HANDLE} ${c} ${l} 0 admin`],
  ["a full-width format", (c, l) => `\uff11${HANDLE} ${c} ${l} 0 admin`],
  ["JSON of the same facts (V-08)", (c, l) => JSON.stringify({ v: 1, id: HANDLE, c, l, userId: "admin" })],
  ["two texts in a row", (c, l) => `1${HANDLE} ${c} ${l}1${HANDLE} ${c} ${l}`],
  ["a handle of spaces", (c, l) => `1${" ".repeat(22)} ${c} ${l}`],
  ["a handle with a slash", (c, l) => `1${HANDLE.slice(1)}/ ${c} ${l}`],
  ["a handle with a letter that is no ASCII", (c, l) => `1${HANDLE.slice(1)}\u00e4 ${c} ${l}`],
  ["a handle and no more", () => `1${HANDLE} `],
  ["a signed beginning", (c, l) => `1${HANDLE} +${c} ${l}`],
  ["a beginning in capitals", (c, l) => `1${HANDLE} ${c.toUpperCase()} ${l}`],
  ["a beginning of 11 digits", (c, l) => `1${HANDLE} 000${c}0 ${l}`],
  ["a beginning of 300 digits", (_, l) => `1${HANDLE} ${"9".repeat(300)} ${l}`],
  ["a beginning in the year 100 000", (_, l) => `1${HANDLE} zzzzzzzzzz ${l}`],
  ["a beginning with a point", (c, l) => `1${HANDLE} ${c}.5 ${l}`],
  ["a beginning in Arabic digits", (_, l) => `1${HANDLE} \u0661\u0662 ${l}`],
  ["no beginning", (_, l) => `1${HANDLE}  ${l}`],
  ["NaN for a beginning", (_, l) => `1${HANDLE} NaN ${l}`],
  ["Infinity for a life", (c) => `1${HANDLE} ${c} Infinity`],
  ["an exponent for a life", (c) => `1${HANDLE} ${c} 1E9`],
  ["a negative login", (c, l) => `1${HANDLE} ${c} ${l} -1 admin`],
  ["a login in the year 100 000", (c, l) => `1${HANDLE} ${c} ${l} zzzzzzzzzz admin`],
  ["a user and no login", (c, l) => `1${HANDLE} ${c} ${l} Admin`],
  ["a login and no user", (c, l) => `1${HANDLE} ${c} ${l} 0 `],
  ["a login, and the end", (c, l) => `1${HANDLE} ${c} ${l} 0`],
];

const withFacts =
  (text: Text): Change =>
  (good, now) => ({ ...good, fields: { ...good.fields, $: text(base36(now - 5000), base36(28_800_000)) } });

describe("facts that core has not written (T-21, T-22, 1.5.2, D-18)", () => {
  it.each(FACTS)("%s: nobody, with an event, to a request and to an upgrade", async (_, text) => {
    const { world, browser, answer } = await withRecord(withFacts(text));
    answer();
    await browser.visit((session) => {
      expect([session.userId, session.isNew, Object.keys(session)]).toEqual([undefined, true, []]);
    });
    const headers = { cookie: browser.cookie, origin: "https://localhost", host: "localhost" };
    expect(await world.sessions.load({ method: "GET", headers })).toBeUndefined();
    const event = { type: "record_invalid", detail: "facts" };
    expect(world.events).toEqual([event, event]);
    expect(world.store.count("patch") + world.store.count("delete")).toBe(0);
  });

  it("the table's parts are good: as they should be put together, they are read", async () => {
    const { browser, answer } = await withRecord(withFacts((c, l) => `1${HANDLE} ${c} ${l} 0 admin`));
    answer();
    expect(await browser.visit((session) => [session.userId, session.id])).toEqual(["admin", HANDLE]);
  });

  it.each<[what: string, text: Text, reason: string]>([
    ["a beginning in 1970", (_, l) => `1${HANDLE} 0 ${l} 0 admin`, "absolute"],
    ["a beginning in 1970, and a life of 100 000 years", () => `1${HANDLE} 0 zzzzzzzzzz 0 admin`, "absolute"],
    ["no life at all", (c) => `1${HANDLE} ${c} 0 0 admin`, "absolute"],
  ])("%s: expired, as the policy has it (V-05)", async (_, text, reason) => {
    const { world, browser, answer } = await withRecord(withFacts(text));
    answer();
    expect(await browser.visit((session) => session.userId)).toBeUndefined();
    expect(world.events).toEqual([{ type: "expired", id: HANDLE, reason }]);
  });

  it("a life of 100 000 years is cut to that of the policy (D-07, 7.3.2)", async () => {
    const { world, browser, answer } = await withRecord(
      withFacts((c) => `1${HANDLE} ${c} zzzzzzzzzz 0 admin`),
    );
    answer();
    const end = await browser.visit((session) => session.expiresAt.getTime());
    expect(end).toBe(world.now + 30 * 60 * 1000);
  });
});
