import { until, type RedisServer } from "@sess/test-redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answersAfterTheBound, hits, MAX_STALE_MS } from "./support/redis-app.js";
import { startNetted, type NettedCluster } from "./support/redis-clusters.js";

/** Of the packets between nodes: what one of them publishes, for the listeners of the others. */
const PUBLISH_PACKETS = 4;

describe("in a cluster", () => {
  let netted: NettedCluster;

  beforeEach(async () => {
    netted = await startNetted({ replicas: 1 });
  });

  afterEach(() => netted.stop());

  /** News of what other nodes do reach this one no more, as when the link between them is down. */
  const deafen = (node: RedisServer): Promise<unknown> =>
    node.command("DEBUG", "DROP-CLUSTER-PACKET-FILTER", PUBLISH_PACKETS);

  it("there is a lease for each primary: where the news of one are cut off, the others' keys go on", async () => {
    const { cluster, cache, keyAt, networkTo, endElsewhere } = netted;
    const [cut, whole] = cluster.nodes as [RedisServer, RedisServer];
    const [key, other] = [await keyAt(cut), await keyAt(whole)];
    networkTo(cut).swallow("feed");
    await endElsewhere(key);
    const { bypasses } = cache.report();
    const [answers, othersAnswers] = await Promise.all([
      answersAfterTheBound(cache, key),
      answersAfterTheBound(cache, other),
    ]);
    expect(answers).toBe(0);
    expect(othersAnswers).toBeGreaterThan(0);
    expect(cache.report().bypasses.no_lease).toBeGreaterThan(bypasses.no_lease);
    networkTo(cut).heal();
    await hits(cache, await keyAt(cut));
  });

  it("a key that has moved with its slot is not answered for by the node that it was on", async () => {
    const { cluster, cache, keyAt, slotOf, endElsewhere } = netted;
    const [from, to] = cluster.nodes as [RedisServer, RedisServer];
    const [key, staying] = [await keyAt(from), await keyAt(from)];
    await deafen(from);
    await cluster.moveSlot(await slotOf(key), to);
    await endElsewhere(key);
    expect(await answersAfterTheBound(cache, key)).toBe(0);
    await hits(cache, staying);
    await hits(cache, await keyAt(to));
  });

  it("nor is one that has moved ahead of its slot", async () => {
    const { cluster, cache, keyAt, slotOf, endElsewhere } = netted;
    const [from, to] = cluster.nodes as [RedisServer, RedisServer];
    const [key, staying] = [await keyAt(from), await keyAt(from)];
    await deafen(from);
    await cluster.moveSlot(await slotOf(key), to, async () => {
      await endElsewhere(key);
      expect(await answersAfterTheBound(cache, key)).toBe(0);
      await hits(cache, staying);
    });
  });

  it("a primary that has become a replica answers for nothing", async () => {
    const { cluster, cache, keyAt, slotOf, endElsewhere } = netted;
    const [old, , , next] = cluster.nodes as [RedisServer, RedisServer, RedisServer, RedisServer];
    const key = await keyAt(old);
    const slot = await slotOf(key);
    await deafen(old);
    await next.command("CLUSTER", "FAILOVER");
    await until("the replica has taken over", async () => (await cluster.primaryOf(slot)) === next);
    await endElsewhere(key);
    expect(await answersAfterTheBound(cache, key)).toBe(0);
    await hits(cache, await keyAt(next));
  });

  it("a primary that was replaced in its sleep, and wakes up alone, answers no longer than it would itself", async () => {
    const { cluster, cache, keyAt, endElsewhere } = netted;
    const [old, ...others] = cluster.nodes as [RedisServer, ...RedisServer[]];
    const next = others[2]!;
    const key = await keyAt(old);
    await deafen(old);
    old.pause();
    await until("the replica has taken over", async () =>
      String(await next.command("ROLE")).startsWith("master"),
    );
    await endElsewhere(key);
    for (const node of others) node.pause();
    old.resume();
    await until("it knows that it is cut off", async () =>
      String(await old.command("CLUSTER", "INFO")).includes("cluster_state:fail"),
    );
    expect(await answersAfterTheBound(cache, key)).toBe(0);
    for (const node of others) node.resume();
    await hits(cache, await keyAt(next), 20 * MAX_STALE_MS);
  });

  it("a primary that is killed takes nothing along but what its replica never had", async () => {
    const { cluster, cache, keyAt, slotOf, endElsewhere } = netted;
    const [old] = cluster.nodes as [RedisServer];
    const [key, staying] = [await keyAt(old), await keyAt(old)];
    const slot = await slotOf(staying);
    await until("the replica has both", async () => Number(await cluster.nodes[3]!.command("DBSIZE")) === 2);
    const next = await cluster.failover(old);
    expect(await cluster.primaryOf(slot)).toBe(next);
    await endElsewhere(key);
    expect(await answersAfterTheBound(cache, key)).toBe(0);
    await hits(cache, staying, 20_000);
  });
});
