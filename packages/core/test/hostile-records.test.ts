import type { StoredRecord } from "@sess/core";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { type Change, withRecord } from "./support/changed-record.js";

const HANDLE = "A".repeat(22);
/** The format and the handle, then numbers in base 36, then the user id. */
const facts = (format: number | string, handle: string, ...rest: (number | string)[]): string =>
  [`${format}${handle}`, ...rest.map((part) => (typeof part === "number" ? part.toString(36) : part))].join(
    " ",
  );
const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

interface Hostile {
  readonly what: string;
  readonly record: Change;
  readonly detail: string;
}

const withFacts =
  (text: (now: number) => string): Change =>
  (good, now) => ({ ...good, fields: { ...good.fields, $: text(now) } });
const withField =
  (text: string): Change =>
  (good) => ({ ...good, fields: { ...good.fields, data: text } });

const ROWS: readonly Hostile[] = [
  ...[null, 7, "record", true].map((record) => ({
    what: `${JSON.stringify(record)} for a record`,
    record: () => record,
    detail: "record",
  })),
  { what: "an empty object", record: () => ({}), detail: "fields" },
  { what: "no fields", record: (good) => ({ ...good, fields: null }), detail: "fields" },
  { what: "fields that are a text", record: (good) => ({ ...good, fields: "{}" }), detail: "fields" },
  {
    what: "a field that is a number",
    record: (good) => ({ ...good, fields: { ...good.fields, n: 1 } }),
    detail: "fields",
  },
  {
    what: "a field that is an object",
    record: (good) => ({ ...good, fields: { ...good.fields, n: { toString: 1 } } }),
    detail: "fields",
  },
  {
    what: "a field that is null",
    record: (good) => ({ ...good, fields: { ...good.fields, n: null } }),
    detail: "fields",
  },
  {
    what: "facts that are no text",
    record: (good) => ({ ...good, fields: { ...good.fields, $: [1] } }),
    detail: "fields",
  },
  ...[undefined, null, NaN, Infinity, "1", {}].map((version) => ({
    what: `the version ${String(version)}`,
    record: (good: StoredRecord) => ({ ...good, version }),
    detail: "version",
  })),
  ...[undefined, null, NaN, Infinity, "2099-01-01"].map((expiresAt) => ({
    what: `the deadline ${String(expiresAt)}`,
    record: (good: StoredRecord) => ({ ...good, expiresAt }),
    detail: "expiresAt",
  })),
  { what: "fields in an array", record: (good) => ({ ...good, fields: ["a"] }), detail: "facts" },
  { what: "no facts", record: (good) => ({ ...good, fields: { data: "1" } }), detail: "facts" },
  ...["", "x", "{}", "null", "[]", "1", "1 ", `1${HANDLE}`, `1${HANDLE} `, '"text"', deep(50_000)].map(
    (text) => ({
      what: `the facts ${text.slice(0, 10)}`,
      record: withFacts(() => text),
      detail: "facts",
    }),
  ),
  { what: "facts of version 0", record: withFacts((now) => facts(0, HANDLE, now, 1000)), detail: "facts" },
  {
    what: "facts of version 2 (11.2.2)",
    record: withFacts((now) => facts(2, HANDLE, now, 1000)),
    detail: "facts",
  },
  {
    what: "a handle that is too short",
    record: withFacts((now) => facts(1, "A", now, 1000)),
    detail: "facts",
  },
  {
    what: "a handle with markup",
    record: withFacts((now) => facts(1, "<script>alert(1)</script>".slice(0, 22), now, 1000)),
    detail: "facts",
  },
  {
    what: "a handle that is too long",
    record: withFacts((now) => facts(1, `${HANDLE}A`, now, 1000)),
    detail: "facts",
  },
  {
    what: "a beginning more than a minute ahead (V-35)",
    record: withFacts((now) => facts(1, HANDLE, now + 60_001, 1000)),
    detail: "facts",
  },
  {
    what: "a beginning before the epoch",
    record: withFacts(() => facts(1, HANDLE, -1, 1e15)),
    detail: "facts",
  },
  {
    what: "a beginning that is no whole number",
    record: withFacts((now) => facts(1, HANDLE, now - 0.5, 1000)),
    detail: "facts",
  },
  {
    what: "a beginning that is no number",
    record: withFacts(() => facts(1, HANDLE, "KQ", 1000)),
    detail: "facts",
  },
  { what: "a negative life", record: withFacts((now) => facts(1, HANDLE, now, -1)), detail: "facts" },
  {
    what: "an endless life",
    record: withFacts((now) => facts(1, HANDLE, now, "zzzzzzzzzzz")),
    detail: "facts",
  },
  { what: "no life", record: withFacts((now) => facts(1, HANDLE, now)), detail: "facts" },
  {
    what: "an empty user id",
    record: withFacts((now) => facts(1, HANDLE, now, 1000, 0, "")),
    detail: "facts",
  },
  {
    what: "a user without a login",
    record: withFacts((now) => facts(1, HANDLE, now, 1000, "ADMIN")),
    detail: "facts",
  },
  {
    what: "a login before the beginning",
    record: withFacts((now) => facts(1, HANDLE, now, 1000, -1, "admin")),
    detail: "facts",
  },
  {
    what: "a login more than a minute ahead",
    record: withFacts((now) => facts(1, HANDLE, now, 1000, 60_001, "admin")),
    detail: "facts",
  },
  { what: "a field that is cut off", record: withField('{"a":[1,'), detail: "data" },
  { what: "a field that is no JSON", record: withField("undefined"), detail: "data" },
  { what: "an empty field", record: withField(""), detail: "data" },
  { what: "a field of another codec", record: withField('ns{"a"=1}'), detail: "data" },
  { what: "a field nested 101 levels deep (T-19)", record: withField(deep(101)), detail: "data" },
  { what: "a field nested 100 000 levels deep", record: withField(deep(100_000)), detail: "data" },
  {
    what: "a number that is too large to be written again",
    record: withField('{"a":1e999}'),
    detail: "data",
  },
  { what: "a number of 400 digits", record: withField(`-${"9".repeat(400)}`), detail: "data" },
];

describe("records that the store should not hold (T-21, 1.5.2, V-20)", () => {
  it.each(ROWS)("$what: missing, with an event, and never a 500", async ({ record, detail }) => {
    const { world, browser, answer } = await withRecord(record);
    answer();
    const request = await browser.begin();
    expect({ ...request.session, user: request.session.userId, isNew: request.session.isNew }).toEqual({
      user: undefined,
      isNew: true,
    });
    await request.end();
    expect(world.events).toEqual([{ type: "record_invalid", detail }]);
    expect(request.setCookies).toEqual([]);

    request.session["after"] = 1;
    await request.handle.finish();
    const writing = await browser.begin();
    writing.session["after"] = 1;
    await writing.end();
    expect(writing.setCookies).toHaveLength(1);
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ after: 1 });
  });

  it.each(ROWS)(
    "$what, found by a verb: the session has ended, and nothing is written",
    async ({ record }) => {
      for (const verb of ["reload", "update", "rotate", "login"] as const) {
        const { world, browser, answer } = await withRecord(record);
        const request = await browser.begin();
        await browser.visit((session) => void (session["other"] = 1)); // So that update and rotate have to read again.
        answer();
        const { session } = request;
        const verbs = {
          reload: () => session.reload(),
          update: () => session.update((data) => void (data["n"] = 1)),
          rotate: () => session.rotate(),
          login: () => session.login("bob"),
        };
        const outcome = verbs[verb]().then(
          () => "ok",
          (error: { code: unknown }) => error.code,
        );
        expect(await outcome).toBe(verb === "login" ? "ok" : "SESSION_ENDED");
        await request.end();
        expect(world.typesOfEvents()).toContain("record_invalid");
        const [old] = [...world.store.records.values()];
        expect(old?.fields).toMatchObject({ data: '"good"', other: "1" });
        expect(world.store.records.size).toBe(verb === "login" ? 2 : 1);
      }
    },
  );

  it("fields with names of verbs, of Object.prototype, or of core's own are left alone, and not shown", async () => {
    const { browser, world, answer } = await withRecord((good) => {
      const odd = JSON.parse(
        '{"__proto__":"{\\"polluted\\":1}","login":"1","toString":"1","userId":"\\"admin\\"","$x":"1","$":"x"}',
      ) as object;
      return { ...good, fields: Object.assign(Object.create(null) as object, odd, good.fields) };
    });
    answer();
    await browser.visit((session) => {
      expect({ ...session }).toEqual({ data: "good" });
      expect(session.userId).toBe("alice");
      expect(typeof session.login).toBe("function");
      expect(String(session)).toBe("[object Object]");
    });
    expect(world.store.count("patch")).toBe(0);
    expect(world.events).toEqual([]);
  });

  it("a __proto__ inside a field stays an own property", async () => {
    const { browser, answer } = await withRecord(withField('{"__proto__":{"polluted":true}}'));
    answer();
    await browser.visit((session) => {
      const data = session["data"] as object;
      expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
      expect(Object.hasOwn(data, "__proto__")).toBe(true);
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("keys that are always taken end in an error, and never in a shared session (7.2.3)", async () => {
    const world = new World();
    world.store.create = () => Promise.resolve(false);
    const request = await world.browser().begin();
    await expect(request.session.login("alice")).rejects.toMatchObject({
      code: "STORE_CONFLICT",
      status: 503,
    });
    await request.end();
    expect(request.setCookies).toEqual([]);
    expect(request.session.userId).toBeUndefined();
  });

  it("a key that is taken once or twice is no matter", async () => {
    const world = new World();
    const { create } = world.store;
    const asked: string[] = [];
    world.store.create = (key, record) => {
      asked.push(key);
      return asked.length < 3 ? Promise.resolve(false) : create.call(world.store, key, record);
    };
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    expect(new Set(asked).size).toBe(3);
    expect(await browser.visit((session) => session.userId)).toBe("alice");
  });
});
