import type { StoredRecord } from "@sess/core";
import { describe, expect, it } from "vitest";
import { type Change, withRecord } from "./support/changed-record.js";

class Texts {
  readonly data = '"good"';
  readonly $: string;

  constructor(facts: string | undefined) {
    this.$ = facts ?? "";
  }
}

const withFields =
  (change: (fields: StoredRecord["fields"]) => unknown): Change =>
  (good) => ({ ...good, fields: change(good.fields) });
const withField = (value: unknown): Change => withFields((fields) => ({ ...fields, n: value }));

const SHAPES: readonly (readonly [what: string, change: Change, detail: string])[] = [
  ["a record that is a function", () => () => 1, "record"],
  ["a record that is a symbol", () => Symbol("record"), "record"],
  ["a record that is a bigint", () => 1n, "record"],
  ["a record that is an empty text", () => "", "record"],
  ["a record that is false", () => false, "record"],
  ["a record in an array", (good) => [good], "fields"],
  ["a record as JSON", (good) => JSON.stringify(good), "record"],
  ["fields that are a function", withFields(() => () => 1), "fields"],
  ["fields that are a number", withFields(() => 7), "fields"],
  ["fields as JSON", withFields((fields) => JSON.stringify(fields)), "fields"],
  ["fields in a Map", withFields((fields) => new Map(Object.entries(fields))), "facts"],
  ["fields as pairs", withFields((fields) => Object.entries(fields)), "fields"],
  ["fields in a Buffer", withFields(() => Buffer.from("data")), "fields"],
  ["a field that is undefined", withField(undefined), "fields"],
  ["a field that is a Buffer", withField(Buffer.from("1")), "fields"],
  ["a field that is a String object", withField(new String("1")), "fields"],
  ["a field that is a bigint", withField(1n), "fields"],
  ["a field that is a symbol", withField(Symbol("n")), "fields"],
  ["a field that is false", withField(false), "fields"],
  ...[true, 1n, Symbol("v"), [1], new Number(1), -Infinity, "NaN", new Date(0)].map(
    (version): [string, Change, string] => [
      `a version that is ${typeof version} ${String(version)}`,
      (good) => ({ ...good, version }),
      "version",
    ],
  ),
  ...[true, 1n, Symbol("e"), "1e400", [2e12], new Date(2e12), -Infinity, "9999999999999"].map(
    (expiresAt): [string, Change, string] => [
      `a deadline that is ${typeof expiresAt} ${String(expiresAt)}`,
      (good) => ({ ...good, expiresAt }),
      "expiresAt",
    ],
  ),
];

describe("records of shapes that no store should have (T-21)", () => {
  it.each(SHAPES)("%s: nobody, with an event, and nothing is written", async (_, change, detail) => {
    const { world, browser, answer } = await withRecord(change);
    answer();
    world.store.calls.length = 0;
    await browser.visit((session) => {
      expect([session.userId, session.isNew, Object.keys(session)]).toEqual([undefined, true, []]);
    });
    expect(world.events).toEqual([{ type: "record_invalid", detail }]);
    expect(world.store.calls.map(([operation]) => operation)).toEqual(["read"]);
  });

  it.each([-1e300, -1, 0])("the deadline %d has passed", async (expiresAt) => {
    const { world, browser, answer } = await withRecord((good) => ({ ...good, expiresAt }));
    answer();
    expect(await browser.visit((session) => session.userId)).toBeUndefined();
    expect(world.events).toMatchObject([{ type: "expired", reason: "idle" }]);
  });

  it.each<[what: string, change: Change]>([
    ["a deadline in the year 10 000", (good) => ({ ...good, expiresAt: 1e300 })],
    ["a version below zero", (good) => ({ ...good, version: -1 })],
    ["a version that is no whole number", (good) => ({ ...good, version: 0.5 })],
    ["a version that counts no further", (good) => ({ ...good, version: 2 ** 53 })],
    [
      "more properties than there should be",
      (good) => ({ ...good, userId: "admin", facts: { userId: "admin" } }),
    ],
    ["an object of a class", withFields((fields) => new Texts(fields["$"]))],
    [
      "fields of a later version",
      withFields((fields) => ({ ...fields, $x: "{", $users: "admin", $$$: "1" })),
    ],
  ])("%s does no harm: the policy's deadline counts, and a write goes through", async (_, change) => {
    const { world, browser, answer } = await withRecord(change);
    answer();
    const end = await browser.visit((session) => session.expiresAt.getTime());
    expect(end).toBe(world.now + 30 * 60 * 1000);
    await browser.visit((session) => {
      expect([session.userId, session["data"]]).toEqual(["alice", "good"]);
      session["more"] = 1;
    });
    const [record] = [...world.store.records.values()];
    expect(record?.fields).toMatchObject({ data: '"good"', more: "1" });
    expect(world.events).toEqual([]);
  });

  it("a field of a later version stays as it is when an older one writes beside it (11.2.2)", async () => {
    const { world, browser } = await withRecord((good) => good);
    const [[key, record] = []] = [...world.store.records];
    if (key === undefined || record === undefined) throw new Error("no record");
    world.store.records.set(key, { ...record, fields: { ...record.fields, $x: "later" } });
    await browser.visit(async (session) => {
      session["more"] = 1;
      await session.update((data) => expect(data).not.toHaveProperty("$x"));
    });
    await browser.visit((session) => expect(Object.keys(session).sort()).toEqual(["data", "more"]));
    expect(world.store.records.get(key)?.fields).toMatchObject({ $x: "later", more: "1" });
  });
});
