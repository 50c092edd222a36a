import { connectRecords, koaRecords, redisRecords } from "@sess/migrate";
import { MemoryStore } from "express-session";
import { describe, expect, it } from "vitest";

const HOUR_MS = 3_600_000;

function near(expected: number): { asymmetricMatch(actual: unknown): boolean } {
  return { asymmetricMatch: (actual) => typeof actual === "number" && Math.abs(actual - expected) < 60_000 };
}

describe("redisRecords", () => {
  const client = (text: unknown, left: number): object => ({
    get: () => Promise.resolve(text),
    del: (key: string) => Promise.resolve(key === "sess:there" ? 1 : 0),
    pttl: () => Promise.resolve(left),
  });
  const read = async (text: unknown, left: number): Promise<unknown> =>
    redisRecords(client(text, left) as never, { prefix: "sess:" }).read("there");

  it("knows how long a record lives, whatever the record says (7.3.1)", async () => {
    const stale = JSON.stringify({ cookie: { expires: "2020-01-01T00:00:00.000Z" }, user: 1 });
    expect(await read(stale, HOUR_MS)).toMatchObject({ expiresAt: near(Date.now() + HOUR_MS) });
    expect(await read("{}", -1)).toMatchObject({ expiresAt: Infinity });
  });

  it("finds none where there is none, also when it goes between two questions", async () => {
    expect(await read(null, -2)).toBeUndefined();
    expect(await read("{}", -2)).toBeUndefined();
  });

  it.each(["{", "", undefined, Buffer.from("{}")])("%j is no record", async (text) => {
    expect(await read(text, 1000)).toBe(text === undefined ? undefined : "unreadable");
  });

  it("tells who was the first to end one; parses as it is told; and has both names of the command", async () => {
    const nodeRedis = { ...client("a-b", 0), pttl: undefined, pTTL: () => Promise.resolve(-1) };
    const records = redisRecords(nodeRedis as never, { prefix: "sess:", parse: (text) => text.split("-") });
    expect(await records.read("there")).toEqual({ record: ["a", "b"], expiresAt: Infinity });
    expect(await records.end("there")).toBe(true);
    expect(await records.end("gone")).toBe(false);
    const neither = redisRecords({ ...client("{}", 0), pttl: undefined } as never, { prefix: "" });
    await expect(neither.read("there")).rejects.toThrow("neither pttl() nor pTTL()");
  });
});

describe("connectRecords", () => {
  const stored = async (cookie: object): Promise<MemoryStore> => {
    const store = new MemoryStore();
    await new Promise((done) => store.set("there", { cookie, user: 1 } as never, done));
    return store;
  };

  it("lives as long as express-session would let it with this request, and never by cookie.expires", async () => {
    const records = connectRecords(await stored({ originalMaxAge: HOUR_MS }));
    expect(await records.read("there")).toMatchObject({
      expiresAt: near(Date.now() + HOUR_MS),
      record: { user: 1 },
    });
    const browserLong = connectRecords(await stored({ originalMaxAge: null, expires: null }));
    expect(await browserLong.read("there")).toMatchObject({ expiresAt: Infinity });
  });

  it("or as long as the app says", async () => {
    const records = connectRecords(await stored({}), { expiresAt: (id) => (id === "there" ? 42 : 0) });
    expect(await records.read("there")).toMatchObject({ expiresAt: 42 });
  });

  it("is ended once", async () => {
    const records = connectRecords(await stored({}));
    expect([await records.end("there"), await records.end("there")]).toEqual([true, false]);
    expect(await records.read("there")).toBeUndefined();
  });

  it.each<[string, unknown, unknown]>([
    ["no record", null, undefined],
    ["no object", "text", "unreadable"],
    ["a record that its store cannot parse", new SyntaxError("Unexpected token"), "unreadable"],
    ["a file that is not there", Object.assign(new Error(), { code: "ENOENT" }), undefined],
  ])("%s", async (_name, answer, found) => {
    const get = (_id: string, callback: (error: unknown, record?: never) => void): void =>
      answer instanceof Error ? callback(answer) : callback(null, answer as never);
    const store = { get, set: get, destroy: (_id: string, done?: () => void) => done?.() };
    expect(await connectRecords(store as never).read("x")).toBe(found);
  });

  it("a store that fails, fails", async () => {
    const get = (): never => {
      throw new Error("down");
    };
    await expect(connectRecords({ get, set: get, destroy: get }).read("x")).rejects.toThrow("down");
  });
});

describe("koaRecords", () => {
  it("asks by the key with its prefix, and is ended once", async () => {
    const map = new Map<string, unknown>([
      ["koa:sess:a", { user: 1 }],
      ["koa:sess:b", "text"],
    ]);
    const store = { get: (key: string) => map.get(key), destroy: (key: string) => map.delete(key) };
    const records = koaRecords(store, { prefix: "koa:sess:" });
    expect(await records.read("a")).toEqual({ record: { user: 1 }, expiresAt: Infinity });
    expect(await records.read("b")).toBe("unreadable");
    expect(await records.read("c")).toBeUndefined();
    expect([await records.end("a"), await records.end("a")]).toEqual([true, false]);
  });
});
