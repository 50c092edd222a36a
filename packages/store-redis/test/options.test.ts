import { redisStore, type RedisStoreOptions } from "@sess/store-redis";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";

/** Never connects. */
const client = new Redis({ lazyConnect: true });

function codeAndMessage(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof Error && "code" in error) return `${String(error.code)} ${error.message}`;
  }
  return "nothing thrown";
}

describe("redisStore", () => {
  it.each([
    ["no client", undefined, /redisStore\(new Redis\(url\)\)/],
    ["a URL", "redis://localhost", /redisStore\(new Redis\(url\)\)/],
    [
      "a client of another library",
      { duplicate() {}, get() {}, set() {}, options: {} },
      /redisStore\(new Redis\(url\)\)/,
    ],
  ])("refuses %s", (_, wrong, advice) => {
    const message = codeAndMessage(() => redisStore(wrong as never));
    expect(message).toMatch(/^INVALID_OPTION/);
    expect(message).toMatch(advice);
  });

  it.each([
    ["an option that does not exist", { ttl: 5 }, /no option "ttl"; there are prefix and waitReplicas/],
    ["options that are none", null, /must be an object/],
    ["an empty prefix", { prefix: "" }, /prefix must be/],
    ["a prefix with a hash tag", { prefix: "{app}:" }, /prefix must be/],
    ["a prefix with a quote", { prefix: "a'b" }, /prefix must be/],
    ["a prefix with a line break", { prefix: "a\n" }, /prefix must be/],
    ["a prefix that is none", { prefix: 1 }, /prefix must be/],
    ["half a replica", { waitReplicas: 0.5 }, /waitReplicas must be/],
    ["less than no replica", { waitReplicas: -1 }, /waitReplicas must be/],
    ["replicas as text", { waitReplicas: "1" }, /waitReplicas must be/],
  ])("refuses %s", (_, wrong, advice) => {
    const message = codeAndMessage(() => redisStore(client, wrong as RedisStoreOptions));
    expect(message).toMatch(/^INVALID_OPTION/);
    expect(message).toMatch(advice);
  });

  it("refuses a keyPrefix of the client that cannot be part of every key", () => {
    const tagged = new Redis({ lazyConnect: true, keyPrefix: "{app}:" });
    expect(codeAndMessage(() => redisStore(tagged))).toMatch(/^INVALID_OPTION.*keyPrefix/);
  });
});
