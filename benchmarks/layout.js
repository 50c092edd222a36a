// How a session is best laid out in Redis: decision 0008. Only when asked for by name.
import { check } from "./layout/check.js";
import { cpuTables } from "./layout/cpu.js";
import { directory } from "./layout/directory.js";
import { hash } from "./layout/hash.js";
import { inline } from "./layout/inline.js";
import { memoryTable } from "./layout/memory.js";
import { msgpack } from "./layout/msgpack.js";
import { onLoadCore, pin, SERVER_CORE } from "./report/cores.js";
import { MeasuredRedis } from "./report/redis.js";

export async function layout({ quick, rounds = quick ? 2 : 7 }, log) {
  const redis = await MeasuredRedis.start();
  pin(redis.server.pid, SERVER_CORE);
  try {
    const { client } = redis;
    const layouts = Object.fromEntries(
      [inline, directory, msgpack, hash].map((make) => [make.name, make(client, "sess")]),
    );
    for (const [name, own] of Object.entries(layouts)) await check(name, own, client);
    return await onLoadCore(async () => ({
      title: "Layouts of a session in Redis",
      text: `${redis.flavour}; the server on one core and the client on the other.`,
      tables: [
        await memoryTable(redis, layouts, quick, log),
        ...(await cpuTables(redis, layouts, rounds, log)),
      ],
      bars: [],
    }));
  } finally {
    await redis.stop();
  }
}
