import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStore } from "../src/index.js";
import type { Eviction } from "../src/index.js";

const HOUR = 3_600_000;
/** How many entries without a record a full store still has room for: it is in the documentation of `memoryStore`. */
const SPARE = 500;

function setUp(maxSessions: number) {
  const time = { now: 1_000 };
  const evictions: Eviction[] = [];
  const store = memoryStore({
    maxSessions,
    clock: { now: () => time.now },
    onEvict: (eviction) => void evictions.push(eviction),
  });
  const { users } = store;
  const create = (key: string, anonymous = false, expiresAt = time.now + HOUR): Promise<boolean> =>
    store.create(key, { fields: { key }, expiresAt, anonymous });
  /** As core does it. */
  const login = async (user: string, key: string, idleUntil?: number): Promise<boolean> => {
    await users.add(user, key, time.now + 8 * HOUR);
    await create(key, false, idleUntil);
    return users.confirm(user, key);
  };
  const revokeUser = async (user: string): Promise<void> => {
    for (const key of await users.revoke(user)) await store.delete(key);
  };
  return { store, users, create, login, revokeUser, evictions, time };
}

describe("an entry ends with its record", () => {
  it("that expires, before and after its memory is freed", async () => {
    const { store, users, login, time } = setUp(4);
    await login("ada", "short", 2_000);
    await login("ada", "long");
    time.now = 2_000;
    expect(await users.list("ada")).toEqual(["long"]);
    expect(await users.confirm("ada", "short")).toBe(false);
    expect(await store.read("short")).toBeUndefined();
    expect(await users.list("ada")).toEqual(["long"]);
    expect(await users.revoke("ada")).toEqual(["long"]);
  });

  it("that is evicted", async () => {
    const { users, login, evictions } = setUp(2);
    for (const key of ["a", "b", "c"]) expect(await login("ada", key)).toBe(true);
    expect(evictions).toEqual([{ anonymous: false }]);
    expect([...(await users.list("ada"))].sort()).toEqual(["b", "c"]);
    expect(await users.confirm("ada", "a")).toBe(false);
  });

  it("but not when it was revoked", async () => {
    const { users, login, time } = setUp(2);
    await login("ada", "evicted");
    await login("ada", "expired", 2_000);
    await users.revoke("ada");
    time.now = 2_000;
    await login("bob", "b");
    await login("bob", "c");
    await users.add("ada", "next", 8 * HOUR);
    expect(await users.confirm("ada", "next", "evicted")).toBe(false);
    expect(await users.confirm("ada", "next", "expired")).toBe(false);
    expect([...(await users.revoke("ada", "next"))].sort()).toEqual(["evicted", "expired"]);
    time.now = 1_000 + 8 * HOUR;
    expect(await users.revoke("ada")).toEqual([]);
  });

  it("nor when it is listed anew, for a record that is to come under the same key", async () => {
    const { store, users, login, time } = setUp(2);
    await login("ada", "a", 2_000);
    time.now = 2_000;
    await users.add("ada", "a", 8 * HOUR);
    expect(await store.read("a")).toBeUndefined();
    expect(await users.list("ada")).toEqual(["a"]);
  });

  it("nor when the record is deleted: the entry is then taken off, or was revoked", async () => {
    const { store, users, login } = setUp(2);
    await login("ada", "old");
    await login("ada", "next");
    await store.delete("old");
    expect([...(await users.list("ada"))].sort()).toEqual(["next", "old"]);
    expect(await users.confirm("ada", "next", "old")).toBe(true);
    expect(await users.list("ada")).toEqual(["next"]);
  });
});

describe("the lists of a full store", () => {
  it("cost no session its place, however many entries come", async () => {
    const { store, users, create, login, evictions } = setUp(3);
    await login("ada", "a");
    await login("bob", "b");
    await create("anonymous", true);
    for (let i = 0; i < 20 * SPARE; i++) await users.add(`user ${i}`, `flood ${i}`, 8 * HOUR);
    expect([await users.list("ada"), await users.list("bob")]).toEqual([["a"], ["b"]]);
    expect([store.size, evictions]).toEqual([3, []]);
  });

  it("hold as many entries as is said, and drop the oldest that has no record", async () => {
    const { users, login } = setUp(3);
    for (const key of ["a", "b", "c"]) await login("ada", key);
    for (let i = 0; i <= SPARE; i++) await users.add("bob", `flood ${i}`, 8 * HOUR);
    const listed = await users.list("bob");
    expect(listed.length).toBe(SPARE);
    expect(listed).not.toContain("flood 0");
    expect(await users.confirm("bob", "flood 0")).toBe(false);
    expect((await users.list("ada")).length).toBe(3);
  });

  it("drop what has expired before anything else", async () => {
    const { users, login, time } = setUp(1);
    await login("ada", "a");
    for (let i = 0; i < SPARE; i++) await users.add("bob", `bob's ${i}`, i === 7 ? 2_000 : 8 * HOUR);
    time.now = 2_000;
    await users.add("eve", "e", 8 * HOUR);
    expect((await users.list("bob")).length).toBe(SPARE - 1);
    expect(await users.list("eve")).toEqual(["e"]);
  });

  it("remember the last revocations through any number of them", async () => {
    const { store, users, login, revokeUser, evictions } = setUp(3);
    await login("ada", "a");
    await login("bob", "b");
    for (let i = 0; i < 5_000; i++) {
      expect(await login("eve", `eve's ${i}`)).toBe(true);
      await revokeUser("eve");
    }
    expect([await users.list("ada"), await users.list("bob")]).toEqual([["a"], ["b"]]);
    expect(evictions).toEqual([]);
    expect(store.size).toBe(2);
    const remembered = await users.revoke("eve");
    expect(remembered.length).toBe(SPARE + 1);
    expect(remembered).toContain("eve's 4999");
  });

  it("keep the entries of sessions that were revoked and not deleted yet", async () => {
    const { users, login } = setUp(3);
    for (const key of ["a", "b", "c"]) await login("ada", key);
    await users.revoke("ada");
    for (let i = 0; i < 2 * SPARE; i++) await users.add(`user ${i}`, `flood ${i}`, 8 * HOUR);
    expect([...(await users.revoke("ada"))].sort()).toEqual(["a", "b", "c"]);
  });
});

describe("a user id", () => {
  const hostile = [
    ...["__proto__", "constructor", "hasOwnProperty", "", " ", "\0"],
    ...["\ud800", "\udc00", "\udc00\ud800", "\ud800\udc00", "\ufffd"],
    ...["x".repeat(256), `${"x".repeat(255)}y`, "\ud800".repeat(256), "日".repeat(256)],
  ];

  it("may be any text, and is no other", async () => {
    const { users, login } = setUp(100);
    for (const [i, user] of hostile.entries()) expect(await login(user, `key ${i}`)).toBe(true);
    for (const [i, user] of hostile.entries()) expect(await users.list(user)).toEqual([`key ${i}`]);
    for (const [i, user] of hostile.entries()) expect(await users.revoke(user)).toEqual([`key ${i}`]);
  });
});

describe("memory and timer", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("run while there are entries, and no longer", async () => {
    const { users } = memoryStore();
    const start = Date.now();
    await users.add("ada", "a", start);
    expect(vi.getTimerCount()).toBe(0);
    await users.add("ada", "a", start + 15_000);
    await users.revoke("ada");
    vi.advanceTimersByTime(10_000);
    expect([await users.revoke("ada"), vi.getTimerCount()]).toEqual([["a"], 1]);
    vi.advanceTimersByTime(10_000);
    expect([await users.revoke("ada"), vi.getTimerCount()]).toEqual([[], 0]);
    await users.add("ada", "b", Date.now() + 15_000);
    await users.remove("ada", "b");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("end with close, and can begin anew", async () => {
    const { store, users, login } = setUp(2);
    await login("ada", "a");
    await users.add("ada", "b", 8 * HOUR);
    await users.revoke("ada");
    await store.close();
    expect([await users.revoke("ada"), store.size, vi.getTimerCount()]).toEqual([[], 0, 0]);
    expect(await login("ada", "a")).toBe(true);
    expect(await users.list("ada")).toEqual(["a"]);
    await store.close();
  });
});
