import expressSession from "express-session";
import { memoryStore } from "@sess/store-memory";

const LIFETIME_MS = 1_800_000;
/** When a login ends at the latest: the deadline on the user's list. */
const ABSOLUTE_MS = 8 * 3_600_000;

/**
 * What a store holds for one session: 57 or 250 bytes of data as JSON, and for @sess the facts that core keeps, of about
 * 60 bytes. All text is made anew each time, as it would come from a request.
 */
export function dataOf(i, bytes) {
  const sku = `sku-${String(i % 1_000_000).padStart(6, "0")}`;
  const data = { cart: [sku], theme: "dark", lang: "de", n: 10 + (i % 90) };
  if (bytes > 57) data.note = "x".repeat(bytes - 57 - `,"note":""`.length);
  return data;
}

const userOf = (i) => `u${String(i).padStart(7, "0")}`;

function factsOf(i) {
  const [begun, life] = [1_800_000_000_000, 28_800_000].map((ms) => ms.toString(36));
  return `1${String(i).padStart(22, "h")} ${begun} ${life} 0 u${String(i).padStart(7, "0")}`;
}

function fieldsOf(i, bytes) {
  const fields = Object.create(null);
  fields["~"] = factsOf(i);
  for (const [name, value] of Object.entries(dataOf(i, bytes))) fields[name] = JSON.stringify(value);
  return fields;
}

/** @param sessionsAUser 0 leaves the users' lists alone; otherwise each session is listed as core lists a login */
const memoryStoreWith = (sessionsAUser) => (sessions, bytes) => {
  let now = 1_800_000_000_000;
  const store = memoryStore({ maxSessions: sessions, clock: { now: () => now } });
  const create = (key, i) =>
    store.create(key, { fields: fieldsOf(i, bytes), expiresAt: now + LIFETIME_MS + i, anonymous: false });
  const users = Math.ceil(sessions / sessionsAUser);
  const login = async (key, i) => {
    const userId = userOf(i % users);
    await store.users.add(userId, key, now + ABSOLUTE_MS);
    await create(key, i);
    await store.users.confirm(userId, key);
  };
  return {
    add: sessionsAUser === 0 ? create : login,
    touch: (key, i) => store.patch(key, { expiresAt: now + LIFETIME_MS + 1_000 + ((i * 7919) % sessions) }),
    expire() {
      now += 10 * LIFETIME_MS + sessions;
    },
    left: () => store.size,
  };
};

/** Each adds, extends and expires sessions. `expire` makes all of them expire at once; `left` counts those in memory. */
export const stores = {
  "@sess/store-memory": memoryStoreWith(0),
  "@sess/store-memory, users listed": memoryStoreWith(1),
  "@sess/store-memory, 3 sessions a user": memoryStoreWith(3),
  "Map of JSON text": (_sessions, bytes) => {
    const map = new Map();
    return {
      async add(key, i) {
        map.set(key, JSON.stringify({ "~": factsOf(i), ...dataOf(i, bytes) }));
      },
    };
  },
  "express-session MemoryStore": (_sessions, bytes) => {
    const store = new expressSession.MemoryStore();
    const { Cookie } = expressSession;
    const call = (method, ...args) => new Promise((resolve) => store[method](...args, resolve));
    const session = (i, maxAge) => ({ cookie: new Cookie({ maxAge }), ...dataOf(i, bytes) });
    return {
      add: (key, i) => call("set", key, session(i, LIFETIME_MS)),
      touch: (key, i) => call("touch", key, session(i, 1)),
      // It looks for expired sessions when it is asked for all, and in no other way.
      expire: () => call("all"),
      left: () => Object.keys(store.sessions).length,
    };
  },
  /** Makes the keys and the turns, and stores nothing: what it shows is the machine, not a store. */
  "no store (noise)": () => {
    let turns = 50_000;
    return { add: async () => {}, touch: async () => {}, expire() {}, left: () => turns-- };
  },
};
