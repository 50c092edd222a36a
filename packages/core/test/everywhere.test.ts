import { loginCheck, type SessionStore } from "@sess/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { World } from "./support/browser.js";
import type { MapStore } from "./support/map-store.js";

/** In front of it some process has a memory that may be 800 ms behind. */
const remembered = (store: MapStore): SessionStore => ({
  create: (key, record) => store.create(key, record),
  read: (key) => store.read(key),
  patch: (key, patch) => store.patch(key, patch),
  delete: (key, condition) => store.delete(key, condition),
  ...(store.users && { users: store.users }),
  near: { maxStaleMs: 800, peek: () => undefined },
});

async function signedIn(wrap?: (store: MapStore) => SessionStore): Promise<{ world: World; id: string }> {
  const world = new World({}, wrap, true);
  const id = await world.browser().visit(async (session) => (await session.login("alice"), session.id));
  return { world, id };
}

describe("everywhere (7.4.1, T-11)", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** Whether a promise has settled after so much time, and not before. */
  async function takes(started: Promise<unknown>, ms: number): Promise<void> {
    let settled = false;
    void started.then(() => (settled = true));
    await vi.advanceTimersByTimeAsync(ms);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(5);
    expect(settled).toBe(true);
  }

  it.each([
    ["revoke", 800, (world: World, id: string) => world.sessions.revoke("alice", id, { everywhere: true })],
    ["revokeUser", 800, (world: World) => world.sessions.revokeUser("alice", { everywhere: true })],
    ["revokeAll", 800, (world: World) => world.sessions.revokeAll({ everywhere: true })],
  ] as const)("%s is over when no memory can have it any more, after %i ms", async (_, ms, revoke) => {
    const { world, id } = await signedIn(remembered);
    await takes(revoke(world, id), ms);
    expect(await world.sessions.list("alice")).toEqual([]);
  });

  it("waits for nobody where no memory is in front of the store", async () => {
    const { world, id } = await signedIn();
    expect(await world.sessions.revoke("alice", id, { everywhere: true })).toBe(true);
    expect(await world.sessions.revokeUser("alice", { everywhere: true })).toBe(0);
  });

  it("is not waited for unless asked", async () => {
    const { world, id } = await signedIn(remembered);
    expect(await world.sessions.revoke("alice", id)).toBe(true);
    await world.sessions.revokeAll();
  });

  it.each([1, "yes", 0])("says what %j should be", async (everywhere) => {
    const { world } = await signedIn();
    const options = { everywhere } as unknown as { everywhere: boolean };
    for (const asked of [
      () => world.sessions.revoke("alice", "x", options),
      () => world.sessions.revokeUser("alice", options),
      () => world.sessions.revokeAll(options),
    ]) {
      await expect(asked()).rejects.toMatchObject({
        code: "INVALID_OPTION",
        message: expect.stringContaining("everywhere") as string,
      });
    }
  });
});

describe("requireLogin({ fresh: true })", () => {
  const check = loginCheck({ fresh: true });

  it("asks the store once more, and keeps what was changed before it", async () => {
    const { world } = await signedIn();
    const browser = world.browser();
    await browser.visit(async (session) => session.login("bob", { data: { cart: ["tea"] } }));
    const request = await browser.begin();
    request.session["seen"] = true;
    expect(await check({ request, session: request.session })).toBeUndefined();
    expect({ ...request.session }).toEqual({ cart: ["tea"], seen: true });
    await request.end();
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ cart: ["tea"], seen: true });
  });

  it("lets nobody in whose session was ended after it was read, and says 401", async () => {
    const { world } = await signedIn();
    const browser = world.browser();
    await browser.visit((session) => session.login("bob"));
    const request = await browser.begin();
    await world.sessions.revokeUser("bob");
    expect(await check({ request, session: request.session })).toMatchObject({
      code: "LOGIN_REQUIRED",
      status: 401,
    });
  });

  it("costs nothing where nobody is signed in", async () => {
    const { world } = await signedIn();
    const request = await world.browser().begin();
    const calls = world.store.calls.length;
    expect(await check({ request, session: request.session })).toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(world.store.calls).toHaveLength(calls);
  });

  it("must be true or false", () => {
    expect(() => loginCheck({ fresh: "yes" as unknown as boolean })).toThrow("requireLogin fresh");
  });
});
