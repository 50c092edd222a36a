import { createHash } from "node:crypto";

/** Sizes of the data as JSON, and among how many fields it is spread. */
export const sizes = [
  { bytes: 57, fields: 2 },
  { bytes: 250, fields: 4 },
  { bytes: 1_024, fields: 8 },
  { bytes: 10_240, fields: 12 },
];

export const EXPIRES_AT = Date.now() + 3_600_000;
const USER_ID = "66f1c0ffee66f1c0ffee0001";
const NAMES = "lang cart views note address recent filters draft wishlist profile flags offers".split(" ");

const digest = (text) => createHash("sha256").update(text).digest("base64url");
export const keyOf = (layout, i) => `sess:${digest(`${layout} ${i}`)}`;

/** The first field is short, the others share what is left. */
function dataOf(size, bytes) {
  const names = NAMES.slice(0, size.fields);
  const data = Object.fromEntries(names.map((name) => [name, ""]));
  data.lang = "de";
  const rest = bytes - JSON.stringify(data).length;
  for (const [i, name] of names.slice(1).entries()) {
    const count = names.length - 1;
    data[name] = "x".repeat(Math.floor((rest + i) / count));
  }
  return data;
}

/** Allocators round up. With sizes up to a sixth smaller and larger, no layout gains by luck. */
const bytesOf = (size, i) => Math.round(size.bytes * (1 + ((i % 101) - 50) / 300));

/** As core makes it: a text of JSON for each field, and one for core's own facts. */
export function recordOf(size, i, bytes = bytesOf(size, i)) {
  const fields = Object.create(null);
  const [begun, life] = [EXPIRES_AT, 28_800_000].map((ms) => ms.toString(36));
  fields.$ = `1${digest(String(i)).slice(0, 22)} ${begun} ${life} 0 ${USER_ID}`;
  for (const [name, value] of Object.entries(dataOf(size, bytes))) fields[name] = JSON.stringify(value);
  return { fields, expiresAt: EXPIRES_AT };
}

/** What connect-redis stores for the same session. */
export async function addAsConnectRedis(redis, size, i, bytes = bytesOf(size, i)) {
  const cookie = {
    originalMaxAge: 1_800_000,
    expires: new Date(EXPIRES_AT),
    secure: true,
    httpOnly: true,
    path: "/",
    sameSite: "lax",
  };
  const key = `sess:${digest(`connect-redis ${i}`).slice(0, 32)}`;
  await redis.set(key, JSON.stringify({ cookie, userId: USER_ID, ...dataOf(size, bytes) }), "EX", 3_600);
  return key;
}

/** What no layout without compression can be smaller than: no user, no version, no deadline. */
export const addDataAlone = (redis, size, i) =>
  redis.set(keyOf("data", i), JSON.stringify(dataOf(size, bytesOf(size, i))), "PXAT", EXPIRES_AT);
