import { createHmac } from "node:crypto";
import type { OldSession } from "@sess/core";
import {
  fromCookieSession,
  fromExpressSession,
  fromFastifySession,
  fromKoaGenericSession,
  fromKoaSession,
  type OldRecords,
} from "@sess/migrate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const SID = "abcdefghijklmnopqrstuvwxyz012345";
const UUID = "38ab3d01-6b4d-4f77-b875-f33bf9f545ef";
const COMMON = { until: new Date(Date.now() + 60_000), userId: (): undefined => undefined };

/** Answers with the id that it is asked for. */
const echo: OldRecords = {
  read: (id) => Promise.resolve({ record: { id }, expiresAt: Infinity }),
  end: () => Promise.resolve(true),
};

const express = fromExpressSession({ ...COMMON, secret: ["new one", "keyboard cat"], records: echo });
const fastify = fromFastifySession({ ...COMMON, secret: "0123456789abcdef0123456789abcdef", records: echo });
const koa = fromKoaSession({ ...COMMON, keys: ["k2", "k1"], records: echo });
const generic = fromKoaGenericSession({ ...COMMON, keys: "k1", records: echo });
const cookieOnly = fromCookieSession({ ...COMMON, keys: ["k1"] });
const inCookie = fromKoaSession({ ...COMMON, keys: ["k1"] });

type Found = readonly OldSession[] | "forged";

/** Of the first. */
async function dataOf(found: Found): Promise<unknown> {
  if (found === "forged") return found;
  const record = await found[0]?.load();
  return typeof record === "object" ? record.data : record;
}

function only(found: Found): OldSession {
  expect(found).toHaveLength(1);
  const [session] = found;
  if (typeof session !== "object") throw new Error("none was found");
  return session;
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");
const keygrip = (text: string): string => createHmac("sha1", "k1").update(text).digest("base64url");

describe("cookies as the libraries write them (7.2.1)", () => {
  it.each([
    [
      "express-session",
      express,
      `connect.sid=s%3A${SID}.2T3g1YIBqofc0ViEUEt59cUq%2Ba6Wlfi59xfb4RQsxSQ`,
      { id: SID },
    ],
    [
      "express-session, not percent-encoded",
      express,
      `connect.sid=s:${SID}.2T3g1YIBqofc0ViEUEt59cUq+a6Wlfi59xfb4RQsxSQ`,
      { id: SID },
    ],
    [
      "@fastify/session",
      fastify,
      `sessionId=${SID}.ar7GHrxI8Ae5ShBJzeRYXhTxqZndIsP8wyftF4gz8o8`,
      { id: SID },
    ],
    ["koa-session", koa, `koa.sess=${UUID}; koa.sess.sig=NBPpICY64Lnesb4Ibnc-rEZR6P8`, { id: UUID }],
    ["koa-generic-session", generic, `koa.sid=${SID}; koa.sid.sig=J8QzUOSLBYrWfUirf0Z8Q4kVIo0`, { id: SID }],
    [
      "cookie-session",
      cookieOnly,
      `session=${base64({ a: 1 })}; session.sig=KR4uga1_pLIAxldU47Uk9zT8GyA`,
      { a: 1 },
    ],
  ])("%s", async (_name, migration, header, data) => {
    expect(await dataOf(migration.find(header))).toEqual(data);
    expect(await dataOf(migration.find(`a=b; ${header}; c=d`))).toEqual(data);
  });

  it("of both encodings and of every secret lead to the same session of ours", () => {
    const sign = (secret: string): string => createHmac("sha256", secret).update("a/b").digest("base64");
    const found = ["new one", "keyboard cat"].flatMap((secret) => {
      const value = `s:a/b.${sign(secret).replace(/=+$/, "")}`;
      return [value, encodeURIComponent(value)].map((text) => only(express.find(`connect.sid=${text}`)));
    });
    expect(new Set(found.map(({ secret }) => secret)).size).toBe(1);
    expect(found[0]?.secret).toContain(sign("new one").slice(0, 10));
  });

  it.each([
    [
      "express-session",
      (keys: string[]) => fromExpressSession({ ...COMMON, secret: keys, records: echo }),
      `connect.sid=s%3A${SID}.2T3g1YIBqofc0ViEUEt59cUq%2Ba6Wlfi59xfb4RQsxSQ`,
      "keyboard cat",
    ],
    [
      "cookie-session",
      (keys: string[]) => fromCookieSession({ ...COMMON, keys }),
      `session=${base64({ a: 1 })}; session.sig=KR4uga1_pLIAxldU47Uk9zT8GyA`,
      "k1",
    ],
  ])(
    "%s: what is remembered of one is found in whatever order the secrets are",
    (_name, from, header, key) => {
      const [one, other] = [from([key]), from(["new one", key])].map(({ find }) => only(find(header)));
      expect(one?.id).toBe(other?.id);
      expect(one?.secret).not.toBe(other?.secret);
    },
  );

  it("of two libraries, or of two names, never lead to the same session of ours", () => {
    const named = fromCookieSession({ ...COMMON, keys: ["k1"], name: "other" });
    const sameName = fromKoaSession({ ...COMMON, keys: ["k1"], name: "session" });
    const header = ["session", "other"]
      .map((name) => `${name}=abc; ${name}.sig=${keygrip(`${name}=abc`)}`)
      .join("; ");
    const found = [cookieOnly, named, sameName].map(({ find }) => only(find(header)));
    expect(new Set(found.map(({ id }) => id)).size).toBe(3);
    expect(new Set(found.map(({ secret }) => secret)).size).toBe(3);
  });

  it("that have the right signature are found all, in their order, up to four", () => {
    const cookie = (id: string): string =>
      `connect.sid=${encodeURIComponent(`s:${id}.`)}${encodeURIComponent(
        createHmac("sha256", "keyboard cat").update(id).digest("base64").replace(/=+$/, ""),
      )}`;
    const found = express.find(
      [cookie("a"), "connect.sid=planted", cookie("b"), cookie("a"), cookie("c"), cookie("d")].join("; "),
    );
    expect(found).toMatchObject(["a", "b", "c"].map((id) => ({ id: `express-session\0connect.sid=${id}` })));
  });

  it.each([
    ["no cookie", "a=b", []],
    ["a cookie that a logout has emptied", "connect.sid=", []],
    ["no signature", `connect.sid=s%3A${SID}`, "forged"],
    ["an unsigned id", `connect.sid=${SID}`, "forged"],
    ["another signature", `connect.sid=s%3A${SID}.2T3g1YIBqofc0ViEUEt59cUq%2Ba6Wlfi59xfb4RQsxSR`, "forged"],
    [
      "an empty id",
      `connect.sid=s%3A.${createHmac("sha256", "keyboard cat").update("").digest("base64")}`,
      "forged",
    ],
    [
      "a plus that became a space",
      `connect.sid=s:${SID}.2T3g1YIBqofc0ViEUEt59cUq a6Wlfi59xfb4RQsxSQ`,
      "forged",
    ],
    ["a longer name", `xconnect.sid=s%3A${SID}.2T3g1YIBqofc0ViEUEt59cUq%2Ba6Wlfi59xfb4RQsxSQ`, []],
  ])("%s is none", (_name, header, found) => {
    expect(express.find(header)).toEqual(found);
  });

  it("one with a good signature counts also behind one that somebody has planted", async () => {
    const good = `connect.sid=s%3A${SID}.2T3g1YIBqofc0ViEUEt59cUq%2Ba6Wlfi59xfb4RQsxSQ`;
    expect(await dataOf(express.find(`connect.sid=planted; ${good}`))).toEqual({ id: SID });
  });

  it("a signature counts for its own cookie alone", () => {
    expect(koa.find(`koa.sess=${UUID}; koa.sess.sig=J8QzUOSLBYrWfUirf0Z8Q4kVIo0`)).toBe("forged");
    expect(koa.find(`koa.sess.sig=NBPpICY64Lnesb4Ibnc-rEZR6P8`)).toEqual([]);
    expect(koa.find(`koa.sess=${UUID}`)).toBe("forged");
  });
});

describe("a session in the cookie itself", () => {
  const header = (name: string, value: string): string =>
    `${name}=${value}; ${name}.sig=${keygrip(`${name}=${value}`)}`;

  it("has what koa-session put into it, but for its own names; it ends when that says", async () => {
    const end = Date.now() + 5000;
    const value = base64({ user: 1, _expire: end, _maxAge: 86_400_000, _session: true });
    const found = only(inCookie.find(header("koa.sess", value)));
    expect(await found.load()).toEqual({ data: { user: 1 }, expiresAt: end, slides: false });
    expect(await found.end()).toBe(true);
  });

  it.each(["%%%", base64("text"), base64(null), base64([1]), base64(7), "bm90IGpzb24="])(
    "that is none, though it is signed (%s), is unreadable, and no error",
    async (value) => {
      expect(await dataOf(cookieOnly.find(header("session", value)))).toBe("unreadable");
    },
  );
});

describe("whatever a client sends", () => {
  const all = [express, fastify, koa, generic, cookieOnly, inCookie];
  const names = [
    "connect.sid",
    "sessionId",
    "koa.sess",
    "koa.sess.sig",
    "koa.sid",
    "session",
    "session.sig",
    "x",
  ];
  const piece = fc
    .tuple(fc.constantFrom(...names), fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.base64String()))
    .map(([name, value]) => `${name}=${value}`);
  const headers = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("; ")),
  );

  it("nothing is thrown, and nothing is taken that was not signed (T-01)", () => {
    fc.assert(
      fc.property(headers, (header) => {
        for (const migration of all) expect([[], "forged"]).toContainEqual(migration.find(header));
      }),
      { numRuns: 2000 },
    );
  });

  it("each change of one character of a signed cookie makes it forged", () => {
    const good = `s:${SID}.2T3g1YIBqofc0ViEUEt59cUq+a6Wlfi59xfb4RQsxSQ`;
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.base64String({ minLength: 4 }), (at, [other = "A"]) => {
        const changed = good.slice(0, at) + other + good.slice(at + 1);
        fc.pre(changed !== good);
        expect(express.find(`connect.sid=${changed}`)).toBe("forged");
      }),
      { numRuns: 500 },
    );
  });

  it("ids with dots, signs and other letters come out as they went in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (sid) => {
        const signature = createHmac("sha256", "keyboard cat")
          .update(sid)
          .digest("base64")
          .replace(/=+$/, "");
        const header = `connect.sid=${encodeURIComponent(`s:${sid}.${signature}`)}`;
        expect(await dataOf(express.find(header))).toEqual({ id: sid });
      }),
      { numRuns: 500 },
    );
  });
});
