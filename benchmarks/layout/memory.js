import { inFlight } from "./in-flight.js";
import { addAsConnectRedis, addDataAlone, keyOf, recordOf, sizes } from "./sessions.js";

const AT_ONCE = 200;

/** @returns {Promise<import("../report/markdown.js").Table>} */
export async function memoryTable(redis, layouts, quick, log) {
  const { client } = redis;
  const rows = { "connect-redis": [], "the data alone": [] };
  for (const size of sizes) {
    log(`layout: memory, ${size.bytes} B`);
    const sessions = (size.bytes > 1_024 ? 5_000 : 50_000) / (quick ? 10 : 1);
    const used = (add) => usedMemory(redis, sessions, add);
    const peer = await used((i) => addAsConnectRedis(client, size, i));
    const one = await client.memory("USAGE", await addAsConnectRedis(client, size, 0, size.bytes));
    rows["connect-redis"].push(`${peer} (${one})`);
    const alone = await used((i) => addDataAlone(client, size, i));
    rows["the data alone"].push(share(alone, peer));
    for (const [name, layout] of Object.entries(layouts)) {
      const bytes = await used((i) => layout.create(keyOf(name, i), recordOf(size, i)));
      const [fresh, after] = await usageOfOne(client, layout, name, size);
      (rows[name] ??= []).push(`${share(bytes, peer)} (${fresh}, ${after})`);
    }
  }
  return {
    title: "Bytes of `used_memory` a session",
    text: "Sizes spread by a sixth. In brackets: MEMORY USAGE of one, new and after 51 patches and touches.",
    columns: ["", ...sizes.map(({ bytes }) => `${bytes} B`)],
    rows: Object.entries(rows).map(([name, cells]) => [name, ...cells]),
  };
}

async function usedMemory(redis, sessions, add) {
  await redis.client.flushall("SYNC");
  const before = await redis.usedMemory();
  await inFlight(sessions, AT_ONCE, add);
  return Math.round(((await redis.usedMemory()) - before) / sessions);
}

async function usageOfOne(client, layout, name, size) {
  const key = keyOf(name, "one");
  const { fields, expiresAt } = recordOf(size, 0, size.bytes);
  await layout.create(key, { fields, expiresAt });
  const fresh = await client.memory("USAGE", key);
  for (let i = 0; i < 50; i++) {
    await layout.patch(key, { set: { cart: "x".repeat(i * 20) } });
    await layout.touch(key, expiresAt + i);
  }
  await layout.patch(key, { set: { cart: fields.cart } });
  return [fresh, await client.memory("USAGE", key)];
}

const share = (bytes, peer) => `${bytes} = ${(bytes / peer).toFixed(2)}`;
