/** Fields for `size` bytes of data as JSON: a few small ones, and one long one that makes up the size. */
function dataOf(i, size) {
  const sku = `sku-${String(i % 1_000_000).padStart(6, "0")}`;
  const data = { cart: [sku], theme: "dark", lang: "de", n: 10 + (i % 90) };
  if (size > 57) data.note = "x".repeat(size - 57 - `,"note":""`.length);
  return data;
}

export const userOf = (i) => `user-${String(i).padStart(19, "0")}`;

/** As core stores it, with its own facts in the field `$`. */
export function fieldsOf(i, size) {
  const [begun, life] = [1_800_000_000_000, 28_800_000].map((ms) => ms.toString(36));
  const fields = { $: `1${String(i).padStart(22, "h")} ${begun} ${life} 0 ${userOf(i)}` };
  for (const [name, value] of Object.entries(dataOf(i, size))) fields[name] = JSON.stringify(value);
  return fields;
}

/** As connect-redis stores what express-session gives it. */
export function connectRedisText(i, size) {
  const expires = "2026-11-22T12:00:00.000Z";
  const cookie = {
    originalMaxAge: 1_800_000,
    expires,
    secure: true,
    httpOnly: true,
    path: "/",
    sameSite: "lax",
  };
  return JSON.stringify({ cookie, userId: userOf(i), ...dataOf(i, size) });
}
