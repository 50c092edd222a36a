import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { SessionStore } from "@sess/core";
import { nearCache, type NearCacheOptions } from "../src/index.js";
import { FakeNode } from "./support/node.js";
import { FakeServer } from "./support/server.js";
import { MAX_STALE_MS, turn, World } from "./support/world.js";

const node = new FakeNode(new FakeServer(() => 0));
const make = (options: unknown, store: unknown = node): unknown =>
  nearCache(store as FakeNode, options as NearCacheOptions);

const whole = (least: number, most: number): RegExp =>
  new RegExp(`it must be a whole number from ${least} to ${most}\\.`);

/** Each with values that are no good, and with the least and the most. */
const NUMBERS = [
  ["maxStaleMs", 50, 60_000],
  ["maxEntries", 1, 10_000_000],
  ["maxBytes", 65_536, 68_719_476_736],
  ["reportMs", 100, 3_600_000],
] as const;

const NO_NUMBERS: readonly unknown[] = [
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  null,
  "1000",
  "1s",
  true,
  {},
  [1000],
  1000n,
];

const OTHERS: readonly (readonly [name: string, values: readonly unknown[], says: string])[] = [
  ["onReport", [null, 1, "log", {}], "it must be a function."],
  [
    "clock",
    [null, 1, Date, {}, { now: () => 0 }, { monotonic: () => 0 }, { now: 0, monotonic: 0 }],
    "it must be an object with methods now() and monotonic().",
  ],
];

function refusal(run: () => unknown): { code: unknown; message: string } {
  try {
    run();
  } catch (error) {
    return error as { code: unknown; message: string };
  }
  return expect.fail("nothing was refused");
}

describe("options that are refused", () => {
  const bad = NUMBERS.flatMap(([name, least, most]) =>
    [...NO_NUMBERS, least - 1, most + 1].map(
      (value) => [name, inspect(value), value, whole(least, most)] as const,
    ),
  );
  const others = OTHERS.flatMap(([name, values, says]) =>
    values.map((value) => [name, inspect(value), value, says] as const),
  );

  it.each([...bad, ...others])("%s: %s", (name, _, value, says) => {
    const { code, message } = refusal(() => make({ [name]: value }));
    expect(code).toBe("INVALID_OPTION");
    expect(message).toMatch(new RegExp(`^nearCache: ${name} is `));
    expect(message).toMatch(says);
  });

  it.each(["maxStale", "MaxStaleMs", "ttl", "__proto__x", ""])("a name that is not known: %j", (name) => {
    const { code, message } = refusal(() => make({ [name]: undefined }));
    expect(code).toBe("INVALID_OPTION");
    expect(message).toContain(`there is no option "${name}"`);
    expect(message).toContain("maxStaleMs");
  });

  it.each([null, 1000, "1000", true, () => 0])("%j in the place of options", (options) => {
    const { code, message } = refusal(() => make(options));
    expect(code).toBe("INVALID_OPTION");
    expect(message).toContain("the second argument");
  });
});

describe("stores that are refused", () => {
  it.each([undefined, null, 7, "redis://localhost"])("%j", (store) => {
    const { code, message } = refusal(() => make({}, store ?? null));
    expect(code).toBe("INVALID_OPTION");
    expect(message).toContain("the first argument");
  });

  it("one that does not tell what changes, with the reason", () => {
    const silent: SessionStore = Object.assign(Object.create(node) as FakeNode, {});
    Object.defineProperty(silent, "invalidations", { value: undefined });
    const { code, message } = refusal(() => make({}, silent));
    expect(code).toBe("INVALID_OPTION");
    expect(message).toContain("`invalidations`");
    expect(message).toContain("redisStore does");
  });
});

describe("options that are taken", () => {
  it.each(NUMBERS)("%s from %d to %d, and undefined", (name, least, most) => {
    for (const value of [least, most, undefined]) make({ [name]: value });
  });

  it("none at all", () => {
    expect(nearCache(node).near.maxStaleMs).toBe(1000);
    expect(nearCache(node, {}).near.maxStaleMs).toBe(1000);
  });

  it("maxStaleMs stands at near, for who waits for it", () => {
    expect(nearCache(node, { maxStaleMs: 250 }).near.maxStaleMs).toBe(250);
  });

  it("the clocks of the system, unless others are given", async () => {
    const cache = nearCache(node);
    node.connect();
    cache.near.peek("key");
    await turn();
    cache.near.peek("key");
    expect(cache.report().leaseAgeMs).toBeTypeOf("number");
    await cache.close();
  });
});

describe("what the store can do besides", () => {
  it("is there, and nothing that it cannot", () => {
    const w = new World({ maxStaleMs: MAX_STALE_MS });
    expect(w.cache.users).toBeUndefined();
    expect(w.cache.invalidations).toBe(w.node.invalidations);
    const users = {} as NonNullable<SessionStore["users"]>;
    expect(nearCache(Object.assign(new FakeNode(w.server), { users })).users).toBe(users);
  });
});
