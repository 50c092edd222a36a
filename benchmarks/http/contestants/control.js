// What the scaling benchmarks ask of a process, past HTTP.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { dataOf, userName } from "../data.js";

const LIFETIME_MS = 1_800_000;
const AT_ONCE = 100;

export function controlOf(sessions, store) {
  const isSignedIn = async (cookie) => (await sessions.load(upgradeWith(cookie)))?.userId !== undefined;
  return {
    /** Adds sessions that nobody visits. */
    async fill(count) {
      for (let i = 0; i < count; i += AT_ONCE) {
        const some = Math.min(AT_ONCE, count - i);
        await Promise.all(Array.from({ length: some }, (_, j) => store.create(...strangerOf(i + j))));
      }
    },

    /** The counters of a near cache. */
    report: () => store.report(),

    /** Whether a cookie is good here. */
    isSignedIn,

    /** Ends a user's sessions. @returns when that was asked for, and when it was done, in milliseconds */
    async revoke(user) {
      const asked = now();
      await sessions.revokeUser(user);
      return { asked, done: now() };
    },

    /** Looks every millisecond. @returns when the cookie was not good any more */
    async refuses(cookie) {
      while (await isSignedIn(cookie)) await sleep(1);
      return now();
    },
  };
}

/** A key, and a record as core makes it. */
function strangerOf(i) {
  const fields = Object.create(null);
  const [begun, life] = [Date.now(), 28_800_000].map((ms) => ms.toString(36));
  fields.$ = `1${randomBytes(16).toString("base64url")} ${begun} ${life} 0 ${userName(i)}`;
  for (const [name, value] of Object.entries(dataOf(userName(i)))) fields[name] = JSON.stringify(value);
  const key = randomBytes(33).toString("base64url").slice(0, 43);
  return [key, { fields, expiresAt: Date.now() + LIFETIME_MS, anonymous: false }];
}

/** `sessions.load` takes requests that open a WebSocket. */
const upgradeWith = (cookie) => ({
  headers: { cookie, host: "bench.example", origin: "https://bench.example" },
});

/** The same clock in all processes of the machine. */
const now = () => Number(process.hrtime.bigint()) / 1e6;
