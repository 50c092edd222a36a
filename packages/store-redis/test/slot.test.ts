import { startCluster, type RedisCluster } from "@sess/test-redis";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slotOf } from "../src/slot.js";

describe("slotOf", () => {
  let cluster: RedisCluster;
  let node: Redis;

  beforeAll(async () => {
    cluster = await startCluster({ primaries: 1 });
    node = new Redis(cluster.nodes[0]!.url);
  });

  afterAll(async () => {
    node.disconnect();
    await cluster.stop();
  });

  const asked = (key: string): Promise<number> => node.cluster("KEYSLOT", key);

  it.each([
    "",
    "123456789",
    "{a}b",
    "b{a}",
    "{}a",
    "a{}",
    "a{}{b}",
    "{",
    "}",
    "a{b",
    "a}b",
    "}a{",
    "}{a}",
    "{{a}}",
    "{a}{b}",
    "{a{b}c}",
    "{ }",
    "{\0}x",
    "é{ü}ß",
    "{🍪}",
    "🍪",
    "\r\n",
    "sess:user:{}",
  ])("agrees with the server on %j", async (key) => {
    expect(slotOf(key)).toBe(await asked(key));
  });

  it("agrees with the server on any text", async () => {
    const brace = fc.constantFrom("{", "}", "{}");
    const key = fc.array(fc.oneof(brace, fc.string({ unit: "binary" })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(key, async (parts) => {
        expect(slotOf(parts.join(""))).toBe(await asked(parts.join("")));
      }),
      { numRuns: 2000 },
    );
  });
});
