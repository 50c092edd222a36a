import { expect, onTestFinished, test } from "vitest";
import { startSentinel } from "../index.js";

test("sentinels agree on the replica when the primary is killed", async () => {
  const sentinel = await startSentinel();
  onTestFinished(() => sentinel.stop());
  const { primary, replica, sentinels, name } = sentinel;
  await primary.command("SET", "a", 1);
  await primary.command("WAIT", 1, 5000);

  expect(await sentinel.failover()).toBe(replica);
  expect(sentinel.primary).toBe(replica);
  expect(sentinel.replica).toBe(primary);
  expect(sentinels).toHaveLength(3);
  for (const one of sentinels) {
    const address = await one.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name);
    expect(address).toEqual(["127.0.0.1", String(replica.port)]);
  }
  expect(await replica.command("GET", "a")).toBe("1");
  expect(await replica.command("SET", "a", 2)).toBe("OK");
});
