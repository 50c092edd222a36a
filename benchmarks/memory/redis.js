// What sessions cost Redis in memory, all told: records, lists of users, tables.
import { randomBytes } from "node:crypto";
import { redisStore } from "@sess/store-redis";
import { shareAtMost } from "../report/bars.js";
import { MeasuredRedis } from "../report/redis.js";
import { connectRedisText, fieldsOf, userOf } from "./records.js";

const SIZES = [57, 250, 1024, 10_240];
/** The bar is about these: of larger ones, nearly all is the data. */
const JUDGED = [57, 250, 1024];
const LIFETIME_MS = 1_800_000;
const AT_ONCE = 200;

const keyText = () => randomBytes(33).toString("base64url").slice(0, 43);

/** Each adds sessions of `size` bytes to a Redis: `add(i)`; `close` is for what it opened. */
const contestants = {
  "connect-redis": ({ client }, size) => ({
    add: (i) =>
      client.set(`sess:${randomBytes(24).toString("base64url")}`, connectRedisText(i, size), "EX", 86_400),
  }),
  "@sess/store-redis, record": (redis, size) => ours(redis, size, false),
  "with the user's list, one session a user": (redis, size) => ours(redis, size, true),
};

/** As core does it at a login. */
function ours({ client }, size, listed) {
  const store = redisStore(client);
  return {
    async add(i) {
      const key = keyText();
      const expiresAt = Date.now() + LIFETIME_MS;
      if (listed) await store.users.add(userOf(i), key, expiresAt + 16 * LIFETIME_MS);
      await store.create(key, { fields: fieldsOf(i, size), expiresAt, anonymous: false });
    },
    close: () => store.close(),
  };
}

async function bytesOf(make, size, sessions) {
  const redis = await MeasuredRedis.start();
  const before = await redis.usedMemory();
  const { add, close } = make(redis, size);
  for (let i = 0; i < sessions; i += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, j) => add(i + j)));
  }
  const bytes = ((await redis.usedMemory()) - before) / sessions;
  await close?.();
  await redis.stop();
  return Math.round(bytes);
}

export async function bytesInRedis(quick, log) {
  const sessions = quick ? 10_000 : 100_000;
  const rows = [];
  for (const [name, make] of Object.entries(contestants)) {
    const row = [name];
    for (const size of SIZES) {
      log(`memory: ${name} in Redis, ${size} B`);
      row.push(await bytesOf(make, size, sessions));
    }
    rows.push(row);
  }
  const [[, ...peers], [, ...records], [, ...listed]] = rows;
  rows.push(["record / connect-redis", ...records.map((bytes, i) => (bytes / peers[i]).toFixed(2))]);
  const tables = [
    {
      title: `Bytes of Redis' used_memory a session, ${sessions} sessions`,
      columns: ["data of a session", ...SIZES.map((size) => `${size} B`)],
      rows,
    },
    {
      title: "Memory for signed-in sessions, with a quarter on top for fragmentation and buffers",
      columns: ["sessions", ...SIZES.map((size) => `${size} B`)],
      rows: [1e4, 1e5, 1e6, 1e7, 1e8].map((count) => [
        count.toLocaleString("en"),
        ...listed.map((bytes) => readable(bytes * count * 1.25)),
      ]),
    },
  ];
  const bars = JUDGED.map((size, i) =>
    shareAtMost(
      "bytes a session in Redis: 0.8 of connect-redis",
      `${size} B`,
      0.8,
      records[i],
      peers[i],
      " B",
    ),
  );
  return { tables, bars };
}

function readable(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.floor(Math.log10(bytes) / 3);
  return `${Number((bytes / 1000 ** power).toPrecision(2))} ${units[power]}`;
}
