import type { Codec } from "@sess/core";
import * as devalue from "devalue";
import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";

class Money {
  constructor(
    readonly amount: number,
    readonly currency: string,
  ) {}
}

class ObjectId {
  toJSON(): string {
    return "507f1f77bcf86cd799439011";
  }
}

const cycle: Record<string, unknown> = { a: {} };
(cycle["a"] as Record<string, unknown>)["back"] = cycle;
const throwing = Object.defineProperty({}, "x", {
  get: () => {
    throw new Error("getter");
  },
  enumerable: true,
});
const deep = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;

describe("what JSON cannot keep", () => {
  it.each<[string, unknown, string, string]>([
    ["a function", () => 1, "session.v", "a function has no JSON"],
    ["a symbol", Symbol("s"), "session.v", "a symbol has no JSON"],
    ["a BigInt", 1n, "session.v", "a bigint has no JSON"],
    ["NaN", NaN, "session.v", "NaN would become null"],
    ["Infinity, nested", { price: [1, -Infinity] }, "session.v.price[1]", "-Infinity would become null"],
    ["a function, nested", { list: [{ f: () => 1 }] }, "session.v.list[0].f", "a function"],
    ["a key with a space", { "two words": { 1: 1n } }, 'session.v["two words"]["1"]', "a bigint"],
    ["a key with quotes", { 'a"b': NaN }, 'session.v["a\\"b"]', "NaN"],
    ["a Map", { m: new Map() }, "session.v.m", "[object Map]"],
    ["a Set", new Set([1]), "session.v", "[object Set]"],
    ["a typed array", [new Uint8Array(2)], "session.v[0]", "[object Uint8Array]"],
    ["an ArrayBuffer", new ArrayBuffer(2), "session.v", "[object ArrayBuffer]"],
    ["a RegExp", /x/, "session.v", "[object RegExp]"],
    ["an Error", new Error("x"), "session.v", "[object Error]"],
    ["a promise", Promise.resolve(1), "session.v", "[object Promise]"],
    ["a WeakMap", new WeakMap(), "session.v", "[object WeakMap]"],
    ["a cycle", cycle, "session.v.a.back", "it contains itself"],
    ["101 levels", deep(101), `session.v${"[0]".repeat(100)}`, "nested deeper than 100"],
    ["100 000 levels", deep(100_000), `session.v${"[0]".repeat(100)}`, "nested deeper than 100"],
    ["a getter that throws", throwing, "session.v", "getter"],
    [
      "a toJSON that throws",
      {
        toJSON: () => {
          throw new Error("toJSON");
        },
      },
      "session.v",
      "toJSON",
    ],
    ["a toJSON that gives a BigInt", { toJSON: () => 1n }, "session.v", "BigInt"],
  ])("%s is an error with its path, and nothing is written", async (_, value, path, reason) => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["v"] = 0));
    const request = await browser.begin();
    world.store.calls.length = 0;
    Object.assign(request.session, { before: 1, v: value, after: 1 });
    const { session } = request;
    const refused = {
      code: "NOT_ENCODABLE",
      status: 500,
      message: expect.stringContaining(`${path} cannot be stored:`) as string,
    };
    const verbs = [
      () => session.save(),
      () => session.rotate(),
      () => session.login("alice"),
      () => session.update(() => undefined),
    ];
    for (const verb of verbs) await expect(verb()).rejects.toMatchObject(refused);
    await expect(request.end()).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining(reason) as string,
    });
    expect(world.store.calls).toEqual([]);
    expect([...request.headers]).toEqual([]);
    expect(await browser.visit((s) => ({ ...s }))).toEqual({ v: 0 });
  });

  it("login data and drafts are checked, too", async () => {
    const world = new World();
    const { session } = await world.browser().begin();
    const refused = {
      code: "NOT_ENCODABLE",
      message: expect.stringContaining("session.v[0] cannot") as string,
    };
    await expect(session.login("alice", { data: { v: [1n] } })).rejects.toMatchObject(refused);
    await expect(session.update((data) => void (data["v"] = [1n]))).rejects.toMatchObject(refused);
    expect(world.store.calls).toEqual([]);
  });
});

describe("what JSON keeps", () => {
  it.each<[string, unknown, unknown]>([
    ["texts of any kind", "\u0000\ud800 \u2028 ä 世 \u{1f600}", "\u0000\ud800 \u2028 ä 世 \u{1f600}"],
    ["numbers", [0, -1.5, 1e300, Number.MIN_VALUE], [0, -1.5, 1e300, Number.MIN_VALUE]],
    ["null, booleans, empty things", [null, true, false, "", [], {}], [null, true, false, "", [], {}]],
    ["undefined in an object, which is the same as missing", { a: undefined, b: 1 }, { b: 1 }],
    ["a Date as its text", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an ObjectId as its text", { _id: new ObjectId() }, { _id: "507f1f77bcf86cd799439011" }],
    ["an instance as its properties", new Money(5, "EUR"), { amount: 5, currency: "EUR" }],
    ["an object without prototype", Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ["the same object twice, which is no cycle", ((x) => [x, x])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
    ["100 levels", deep(100), deep(100)],
  ])("%s", async (_, value, expected) => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["v"] = value));
    expect(await browser.visit((session) => session["v"])).toEqual(expected);
    expect(world.store.calls.map(([name]) => name)).toEqual(["create", "read"]);
  });

  it("a toJSON that gives nothing removes the field", async () => {
    const browser = new World().browser();
    await browser.visit((session) => void Object.assign(session, { v: 1, w: 1 }));
    await browser.visit((session) => void (session["v"] = { toJSON: () => undefined }));
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ w: 1 });
  });
});

describe.each<[string, Codec]>([
  ["superjson", { encode: superjson.stringify, decode: superjson.parse }],
  ["devalue", { encode: devalue.stringify, decode: devalue.parse }],
])("%s in one line", (_, codec) => {
  const rich = (): Record<string, unknown> => ({
    map: new Map([["a", new Set([1, 2])]]),
    date: new Date(0),
    big: 12n,
    nan: NaN,
    undef: [undefined],
    nested: { when: new Date(1) },
  });

  it("keeps Map, Set, Date, BigInt and cycles, and rewrites nothing that was only read", async () => {
    const world = new World({ codec });
    const browser = world.browser();
    await browser.visit((session) => void Object.assign(session, { ...rich(), cycle }));
    world.store.calls.length = 0;
    await browser.visit((session) => {
      const { cycle: again, ...data } = { ...session } as unknown as { cycle: { a: { back: unknown } } };
      expect(data).toEqual(rich());
      expect(again.a.back).toBe(again);
    });
    expect(world.store.calls.map(([name]) => name)).toEqual(["read"]);
    await browser.visit((session) => void (session["map"] as Map<string, unknown>).set("b", 1));
    expect(world.store.calls.at(-1)?.[2]).toMatchObject({
      set: { map: expect.stringContaining("b") as string },
      unset: [],
    });
    expect(Object.keys((world.store.calls.at(-1)?.[2] as { set: object }).set)).toEqual(["map"]);
  });

  it("tells the path of what it cannot keep, or keeps it its own way", async () => {
    const request = await new World({ codec }).browser().begin();
    request.session["f"] = { get: Symbol("s") };
    const outcome = await request.end().then(
      () => "kept",
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/^kept$|^session\.f cannot be stored/);
  });
});

describe("a codec of one's own", () => {
  it("that writes equal values in other words causes no write (isSameValue)", async () => {
    const codec: Codec = {
      encode: (value) => JSON.stringify(value),
      decode: (text) => JSON.parse(text) as unknown,
    };
    const world = new World({ codec });
    const browser = world.browser();
    await browser.visit((session) => void (session["v"] = { a: 1 }));
    for (const [key, record] of world.store.records) {
      world.store.records.set(key, { ...record, fields: { ...record.fields, v: '{ "a": 1 }' } });
    }
    world.store.calls.length = 0;
    await browser.visit((session) => session["v"]);
    expect(world.store.calls.map(([name]) => name)).toEqual(["read"]);
  });

  it("that gives no text is refused", async () => {
    const request = await new World({ codec: { encode: () => 1 as unknown as string, decode: () => 1 } })
      .browser()
      .begin();
    request.session["v"] = 1;
    await expect(request.end()).rejects.toMatchObject({
      code: "NOT_ENCODABLE",
      message: expect.stringContaining("session.v") as string,
    });
  });
});

describe("the size limit (D-11)", () => {
  it("lets a session that parallel writers have made too large become smaller again", async () => {
    const world = new World({ maxBytes: 1000 });
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = "x"));
    const both = [await browser.begin(), await browser.begin()];
    for (const [index, request] of both.entries()) request.session[`big${index}`] = "x".repeat(700);
    for (const request of both) await request.end();
    const growing = await browser.begin();
    growing.session["more"] = 1;
    await expect(growing.end()).rejects.toMatchObject({ code: "TOO_LARGE" });
    await browser.visit((session) => void delete session["a"]);
    await browser.visit((session) => void delete session["big0"]);
    expect(Object.keys(await browser.visit((session) => ({ ...session })))).toEqual(["big1"]);
  });

  const sizeOf = (fields: Readonly<Record<string, string>>): number =>
    Object.entries(fields).reduce(
      (sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text),
      0,
    );

  it.each([["a"], ["\u00e4"], ["\u4e16"], ["\u{1f600}"]])(
    "counts UTF-8 bytes of names and texts: %s",
    async (character) => {
      const world = new World({ maxBytes: 1000 });
      const browser = world.browser();
      const small = { other: "x", [character]: "" };
      await browser.visit((session) => void Object.assign(session, small));
      const free = 1000 - sizeOf([...world.store.records.values()][0]?.fields ?? {});
      const width = Buffer.byteLength(character);
      const fits = character.repeat(Math.floor(free / width)) + "a".repeat(free % width);
      await browser.visit((session) => void (session[character] = fits));
      expect(sizeOf([...world.store.records.values()][0]?.fields ?? {})).toBe(1000);

      world.store.calls.length = 0;
      const name = /^\w+$/.test(character) ? `session.${character}` : `session["${character}"]`;
      await expect(browser.visit((session) => void (session[character] = `${fits}a`))).rejects.toMatchObject({
        code: "TOO_LARGE",
        message: expect.stringMatching(/would take 1001 bytes, and maxBytes is 1000/) as string,
      });
      await expect(browser.visit((session) => void (session[character] = `${fits}a`))).rejects.toThrow(
        `largest field is ${name} with ${width + Buffer.byteLength(fits) + 3} bytes`,
      );
      expect(world.store.count("patch")).toBe(0);
    },
  );

  it.each(["save", "login", "update", "rotate"] as const)("holds for %s", async (verb) => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    const big = "x".repeat(32_768);
    const request = await browser.begin();
    const { session } = request;
    const writes = world.store.calls.length;
    if (verb === "save" || verb === "rotate") session["big"] = big;
    const verbs = {
      save: () => session.save(),
      rotate: () => session.rotate(),
      login: () => session.login("alice", { data: { big } }),
      update: () => session.update((data) => void (data["big"] = big)),
    };
    await expect(verbs[verb]()).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("session.big") as string,
    });
    expect(world.store.calls).toHaveLength(writes);
  });
});
