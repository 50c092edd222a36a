import type { SessionOptions } from "@sess/core";
import { MapIndex } from "./map-index.js";
import { MapStore } from "./map-store.js";

/** What is no option's value, though it may look so; what an option does take is taken out of its row. */
export const ODD: readonly (readonly [what: string, value: unknown])[] = [
  ["null", null],
  ["NaN", NaN],
  ["-0.5", -0.5],
  ["-1", -1],
  ["2^53", 2 ** 53],
  ["-Infinity", -Infinity],
  ["an empty text", ""],
  ["a text with a line feed", "lax\r\nSet-Cookie: a=1"],
  ["a number as text", "60"],
  ["a symbol", Symbol("option")],
  ["a bigint", 60n],
  ["a regular expression", /./],
  ["a date", new Date(60)],
  ["a Map", new Map([["name", "sid"]])],
  ["a promise", Promise.resolve(60)],
  ["an array", [60]],
  ["an array of an array", [["sid"]]],
  ["a Number object", new Number(60)],
  ["a String object", new String("lax")],
  ["a Boolean object", new Boolean(true)],
  ["what turns into a number, or into a name", { valueOf: () => 60, toString: () => "example.com" }],
  ["a class", Map],
  ["a generator", (function* () {})()],
  ["bytes", new TextEncoder().encode("example.com")],
  ["a proxy", new Proxy({ polluted: 1 }, {})],
  ["an error", new Error("option")],
  ["globalThis", globalThis],
];

/** Objects that have no property of their own: as good as empty. */
const EMPTY = ["a regular expression", "a date", "a Map", "a promise", "a Number object", "a Boolean object"];

/** Every option, and what of these it takes. */
export const OPTIONS: readonly (readonly [option: string, takes: readonly string[]])[] = [
  ["preset", []],
  ["idleSeconds", []],
  ["absoluteSeconds", []],
  ["allowPlainHttp", []],
  ["codec", []],
  ["maxBytes", []],
  ["storeTimeoutMs", []],
  ["onEvent", ["a class"]],
  ["clock", []],
  ["store", []],
  ["store.users", []],
  ["store.create", ["a class"]],
  ["store.patch", ["a class"]],
  ["store.close", ["a class"]],
  ["store.users.revoke", ["a class"]],
  ["codec.decode", ["a class"]],
  ["clock.now", ["a class"]],
  ["cookie", [...EMPTY, "a generator", "an error"]],
  ["cookie.name", ["a number as text"]],
  ["cookie.sameSite", []],
  ["cookie.domain", []],
  ["cookie.persistent", []],
  ["cookie.partitioned", []],
  ["keys", []],
];

/** Good options, but for this one. */
export function withOption(option: string, value: unknown): SessionOptions {
  const store = Object.assign(new MapStore(), { users: new MapIndex(Date.now, () => Promise.resolve()) });
  const options: Record<string, unknown> = {
    store,
    codec: { encode: JSON.stringify, decode: JSON.parse },
    clock: { now: Date.now },
    cookie: {},
  };
  const path = option.split(".");
  const last = path.pop() ?? "";
  const place = path.reduce<Record<string, unknown>>(
    (object, name) => object[name] as Record<string, unknown>,
    options,
  );
  place[last] = value;
  return options as unknown as SessionOptions;
}
