import type { SessionError } from "@sess/core";
import { createSessions, type SessionOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { MapStore } from "./support/map-store.js";

const GOOD_KEY = "0123456789abcdefghijklmnopqrstuv";

/** One value of every type. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  1e300,
  7n,
  "",
  "text",
  Symbol("s"),
  [],
  {},
  () => 1,
  new Date(0),
  "__proto__",
];

function errorOf(options: unknown): SessionError {
  try {
    createSessions(options as SessionOptions);
  } catch (error) {
    return error as SessionError;
  }
  throw new Error("createSessions took it");
}

function refusal(option: string, value: unknown): string {
  const [outer = "", inner] = option.split(".");
  const error = errorOf({ store: new MapStore(), [outer]: inner === undefined ? value : { [inner]: value } });
  expect(error).toMatchObject({ name: "SessionError", code: "INVALID_OPTION", status: 500 });
  return error.message;
}

interface Row {
  readonly option: string;
  readonly allowed: string;
  readonly good: readonly unknown[];
  readonly bad?: readonly unknown[];
}

const ROWS: readonly Row[] = [
  {
    option: "preset",
    allowed: '"standard", "high", "consumer"',
    good: ["standard", "high", "consumer"],
    bad: ["HIGH", "toString"],
  },
  {
    option: "idleSeconds",
    allowed: "a whole number from 1 to 28800",
    good: [1, 28_800],
    bad: [0, 28_801, "60"],
  },
  {
    option: "absoluteSeconds",
    allowed: "a whole number from 1 to 34560000",
    good: [1, 34_560_000],
    bad: [34_560_001, "60"],
  },
  { option: "cookie", allowed: "an object", good: [{}], bad: [[["name", "x"]]] },
  {
    option: "cookie.name",
    allowed: "RFC 9110 token",
    good: ["sid", "a-b_c.1!#$%&'*+^`|~", "x".repeat(64)],
    bad: ["a b", "a;b", "a=b", "\u00e9", "a\nb", "x".repeat(65), "a,b", '"a"'],
  },
  {
    option: "cookie.name",
    allowed: "without a prefix",
    good: ["host-sid"],
    bad: ["__Host-sid", "__host-sid", "__Secure-x", "__Http-x", "__Host-Http-x", "__Host_sid"],
  },
  {
    option: "cookie.sameSite",
    allowed: '"lax", "strict", "none"',
    good: ["lax", "strict", "none"],
    bad: ["Lax", "lax; Domain=x", true],
  },
  {
    option: "cookie.domain",
    allowed: "such as example.com",
    good: ["example.com", "a.b.example.co"],
    bad: [
      ".example.com",
      "localhost",
      "Example.com",
      "a.com; Secure",
      "a.com\r\nX: y",
      "a..com",
      "-a.com",
      "com",
      `${"a".repeat(64)}.com`,
      "127.0.0.1",
    ],
  },
  { option: "cookie.persistent", allowed: "true or false", good: [true, false], bad: ["false"] },
  { option: "cookie.partitioned", allowed: "true or false", good: [false], bad: ["true"] },
  {
    option: "keys",
    allowed: "an array of secrets",
    good: [[], [GOOD_KEY], [new TextEncoder().encode(GOOD_KEY)]],
    bad: [GOOD_KEY, { 0: GOOD_KEY, length: 1 }],
  },
  { option: "allowPlainHttp", allowed: "true or false", good: [true, false], bad: ["true", 1] },
  { option: "codec", allowed: "an object", good: [{ encode: JSON.stringify, decode: JSON.parse }] },
  { option: "codec", allowed: "a function", good: [], bad: [{}, { encode: JSON.stringify, decode: 1 }] },
  {
    option: "schema",
    allowed: "a Standard Schema",
    good: [z.object({ cart: z.array(z.string()).optional() }), z.any()],
    bad: [{ "~standard": {} }, { "~standard": { validate: 1 } }],
  },
  { option: "dataVersion", allowed: "left out where there is no schema", good: [] },
  { option: "upgrade", allowed: "left out where there is no schema", good: [] },
  { option: "misfit", allowed: "left out where there is no schema", good: [] },
  { option: "clock", allowed: "a function", good: [], bad: [{}, { now: 0 }] },
  {
    option: "maxBytes",
    allowed: "a whole number from 256 to 1048576",
    good: [256, 1_048_576],
    bad: [255, 1_048_577],
  },
  {
    option: "storeTimeoutMs",
    allowed: "a whole number from 1 to 60000",
    good: [1, 60_000],
    bad: [0, 60_001],
  },
  { option: "onEvent", allowed: "a function", good: [() => undefined] },
  { option: "clock", allowed: "an object", good: [Date, { now: () => 0 }] },
];

describe("options (T-32)", () => {
  it.each(ROWS)("$option must be $allowed", ({ option, allowed, good, bad = [] }) => {
    const [outer = "", inner] = option.split(".");
    for (const value of [...good, undefined]) {
      const given = inner === undefined ? value : { [inner]: value };
      expect(() => createSessions({ store: new MapStore(), [outer]: given })).not.toThrow();
    }
    for (const value of bad) {
      const message = refusal(option, value);
      expect(message).toContain(option);
      expect(message).toContain(allowed);
    }
  });

  it.each([...new Set(ROWS.map(({ option }) => option))])(
    "%s refuses values of other types with a sentence",
    (option) => {
      const good = ROWS.flatMap((row) => (row.option === option ? row.good : []));
      const kinds = new Set(good.map((value) => typeof value));
      const wrong = VALUES.filter((value) => value === null || !kinds.has(typeof value));
      expect(wrong.length).toBeGreaterThan(10);
      for (const value of wrong)
        expect(refusal(option, value)).toMatch(new RegExp(`^${option} is .+; it must be .+\\.$`));
      for (const value of [0, -1, 1.5, NaN, Infinity, 1e300]) {
        if (option !== "keys" && !good.includes(value))
          expect(refusal(option, value)).toContain(`is the number ${value};`);
      }
    },
  );

  it("partitioned needs SameSite=None (C-11, C-07)", () => {
    for (const sameSite of ["lax", "strict"] as const) {
      expect(errorOf({ store: new MapStore(), cookie: { sameSite, partitioned: true } }).message).toContain(
        '"none"',
      );
    }
    expect(() =>
      createSessions({ store: new MapStore(), cookie: { sameSite: "none", partitioned: true } }),
    ).not.toThrow();
  });

  it("the idle limit is at most the absolute one, and follows it when it is not given", () => {
    expect(errorOf({ store: new MapStore(), idleSeconds: 61, absoluteSeconds: 60 }).message).toContain(
      "from 1 to 60",
    );
    expect(() => createSessions({ store: new MapStore(), absoluteSeconds: 60 })).not.toThrow();
  });

  it.each([
    ["createSessions", { ttl: 5 }, "ttl"],
    ["createSessions", { secret: GOOD_KEY }, "secret"],
    ["createSessions", JSON.parse('{"__proto__":1}') as object, "__proto__"],
    ["cookie", { cookie: { maxAge: 5 } }, "maxAge"],
    ["cookie", { cookie: { httpOnly: false } }, "httpOnly"],
  ])(
    "%s knows its options: %j is refused by name, with the list of what there is",
    (where, options, name) => {
      const { message } = errorOf(
        Object.assign(Object.defineProperties({}, Object.getOwnPropertyDescriptors(options)), {
          store: new MapStore(),
        }),
      );
      expect(message).toContain(`${where} has no option "${name}"`);
      expect(message).toContain(where === "cookie" ? "sameSite" : "idleSeconds");
      expect(message).not.toContain(GOOD_KEY);
    },
  );

  it.each([[undefined], [null], ["redis://"], [[]]])("options that are %j are refused", (options) => {
    expect(errorOf(options).message).toMatch(/^createSessions\(options\) is .+; it must be an object\.$/);
  });
});

describe("keys", () => {
  const weak: readonly [string, unknown][] = [
    ["short", "x1y2z3"],
    ["31 bytes", GOOD_KEY.slice(1)],
    ["of one letter", "a".repeat(64)],
    ["of a few letters", "abcabcabc".repeat(8)],
    ["zero bytes", new Uint8Array(32)],
    ["a number", 12_345_678_901_234],
    ["missing", undefined],
    ["an ArrayBuffer", new ArrayBuffer(32)],
    ["an array of numbers", Array.from({ length: 32 }, (_, index) => index)],
    ["an object", { key: GOOD_KEY }],
  ];

  it.each(weak)(
    "%s: refused, with the way to make a good one, and never repeated (D-05, V-30, 13.3.1, T-26)",
    (_, key) => {
      const { message } = errorOf({ store: new MapStore(), keys: [GOOD_KEY, key] });
      expect(message).toContain("keys[1]");
      expect(message).toContain("openssl rand");
      for (const secret of [GOOD_KEY, "x1y2z3", "aaa", "abcabc", "12345678901234"])
        expect(message).not.toContain(secret);
    },
  );

  it("a number in place of the list is not repeated either, and holes count as missing", () => {
    expect(refusal("keys", 987_654_321)).toBe("keys is a number; it must be an array of secrets.");
    expect(refusal("keys", new Array(1))).toContain("keys[0] is missing");
  });

  it("hexadecimal and base64 secrets are good", () => {
    for (const key of ["0123456789abcdef0123456789abcdef", "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMw=="]) {
      expect(() => createSessions({ store: new MapStore(), keys: [key] })).not.toThrow();
    }
  });
});
