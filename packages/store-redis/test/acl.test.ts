import { startCluster, startRedis, type RedisCluster, type RedisServer } from "@sess/test-redis";
import { Cluster, Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { apply, extraFor, password, permissions, rules, username } from "./support/acl.js";
import { CLIENTS } from "./support/clients.js";
import { useEverything } from "./support/every-use.js";

describe.each(CLIENTS)("%s: of the documented permissions", (_, makeClient) => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis();
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
  });

  beforeEach(() => void vi.mocked(console.warn).mockClear());

  afterAll(async () => {
    vi.restoreAllMocks();
    await server.stop();
  });

  async function use(): Promise<void> {
    await useEverything(makeClient({ port: server.port, username, password }));
    // ioredis complains of what it misses, and goes on.
    expect(console.warn).not.toHaveBeenCalled();
  }

  it("all are enough", async () => {
    await apply(server, rules);
    await use();
  });

  it.each(permissions)("%s is needed", async (permission) => {
    const rest = rules.filter((rule) => rule !== permission);
    await apply(server, rest);
    await expect(use()).rejects.toThrow();
  });

  it("the password is needed, and leaves no other way in", async () => {
    await apply(server, rules);
    const stranger = makeClient({ port: server.port, username, password: "guessed" });
    await expect(useEverything(stranger)).rejects.toThrow(/WRONGPASS/);
  });
});

describe("whoever gets hold of that user", () => {
  let server: RedisServer;
  let client: Redis;

  beforeAll(async () => {
    server = await startRedis();
    await apply(server, rules);
    client = new Redis({ port: server.port, username, password });
  });

  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  it.each([
    ["GET", "other"],
    ["SET", "other", "1"],
    ["DEL", "sess"],
    ["MGET", "sess:key", "other"],
    ["EVAL", "return redis.call('GET', 'other')", "0"],
    ["EVAL", "return redis.call('GET', KEYS[1])", "1", "other"],
    ["PUBLISH", "other", "word"],
    ["SUBSCRIBE", "other"],
    ["KEYS", "*"],
    ["SCAN", "0"],
    ["FLUSHALL"],
    ["CONFIG", "GET", "*"],
    ["MONITOR"],
    ["ACL", "LIST"],
    ["SCRIPT", "FLUSH"],
    ["SELECT", "1"],
  ])("may not %s %s (D-17)", async (command, ...args) => {
    await expect(client.call(command, args)).rejects.toThrow(
      /NOPERM|ACL failure in script|The user executing the script can't/,
    );
  });
});

describe("a Cluster", () => {
  let cluster: RedisCluster;

  beforeEach(async () => {
    cluster = await startCluster();
  });

  afterEach(() => cluster.stop());

  it("needs what the documentation adds for it", async () => {
    const all = [...rules, ...extraFor("A Cluster")];
    const use = (): Promise<void> => {
      const redisOptions = { username, password };
      return useEverything(new Cluster(cluster.startupNodes, { redisOptions, lazyConnect: true }));
    };
    for (const node of cluster.nodes) await apply(node, all);
    await use();
    for (const missing of extraFor("A Cluster")) {
      const rest = all.filter((rule) => rule !== missing);
      for (const node of cluster.nodes) await apply(node, rest);
      await expect(use(), missing).rejects.toThrow();
    }
  });
});
