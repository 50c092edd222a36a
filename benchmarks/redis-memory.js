// What sessions cost Redis in memory, all told: records, lists of users, tables. Build first, then: npm run redis-memory
import { randomBytes } from "node:crypto";
import { redisStore } from "@sess/store-redis";
import { startRedis } from "@sess/test-redis";
import { Redis } from "ioredis";
import { connectRedisText, fieldsOf } from "./redis-memory/sessions.js";

const SESSIONS = 100_000;
const SIZES = [57, 250, 1024, 10_240];
const LIFETIME_MS = 1_800_000;
const AT_ONCE = 200;

const line = (...cells) => console.log(`| ${cells.join(" | ")} |`);

/** Bytes that Redis uses for each of `SESSIONS` times `add`. */
async function bytesOf(add) {
  const server = await startRedis();
  const client = new Redis(server.url);
  const used = async () => Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1]);
  const before = await used();
  const finish = await add(client);
  const bytes = ((await used()) - before) / SESSIONS;
  await finish?.();
  client.disconnect();
  await server.stop();
  return Math.round(bytes);
}

async function each(call) {
  for (let i = 0; i < SESSIONS; i += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, j) => call(i + j)));
  }
}

const keyText = () => randomBytes(33).toString("base64url").slice(0, 43);

/** As core does it at a login; `listed` is what the user's list adds. */
const ours = (size, listed) => async (client) => {
  const store = redisStore(client);
  await each(async (i) => {
    const key = keyText();
    const expiresAt = Date.now() + LIFETIME_MS;
    if (listed)
      await store.users.add(`user-${String(i).padStart(19, "0")}`, key, expiresAt + 16 * LIFETIME_MS);
    await store.create(key, { fields: fieldsOf(i, size), expiresAt, anonymous: false });
  });
  return () => store.close();
};

const connectRedis = (size) => async (client) => {
  await each((i) =>
    client.set(`sess:${randomBytes(24).toString("base64url")}`, connectRedisText(i, size), "EX", 86_400),
  );
};

const perSession = [];
line("data of a session", ...SIZES.map((size) => `${size} B`));
line("---", ...SIZES.map(() => "---"));
for (const [name, contestant] of [
  ["connect-redis", connectRedis],
  ["@sess/store-redis, record", (size) => ours(size, false)],
  ["with the user's list, one session a user", (size) => ours(size, true)],
]) {
  const cells = [];
  for (const size of SIZES) cells.push(await bytesOf(contestant(size)));
  perSession.push(cells);
  line(name, ...cells);
}
line("record / connect-redis", ...SIZES.map((_, i) => (perSession[1][i] / perSession[0][i]).toFixed(2)));

const [, , withList] = perSession;
console.log("\nMemory for signed-in sessions, with a quarter on top for fragmentation and buffers:\n");
line("sessions", ...SIZES.map((size) => `${size} B`));
line("---", ...SIZES.map(() => "---"));
for (const sessions of [1e4, 1e5, 1e6, 1e7, 1e8]) {
  line(sessions.toLocaleString("en"), ...withList.map((bytes) => readable(bytes * sessions * 1.25)));
}

function readable(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.floor(Math.log10(bytes) / 3);
  return `${Number((bytes / 1000 ** power).toPrecision(2))} ${units[power]}`;
}
