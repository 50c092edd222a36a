import { createSessions, EPOCH_KEY, type SessionStore } from "@sess/core";
import { describe, expect, it, vi } from "vitest";
import { Browser, World } from "./support/browser.js";
import { Gate, MapStore } from "./support/map-store.js";
import { userOf } from "./support/signed-in.js";

describe("the epoch, where the store fails or answers late (7.4.5)", () => {
  async function revoked(): Promise<[World, Browser]> {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.now += 1;
    await world.sessions.revokeAll();
    expect(await userOf(browser2(world, browser))).toBeUndefined();
    return [world, browser];
  }
  function browser2(world: World, { cookie }: Browser): Browser {
    const copy = world.browser();
    copy.cookie = cookie;
    return copy;
  }

  it("a record that was lost does not bring back in this process what it has refused", async () => {
    const [world, browser] = await revoked();
    world.store.records.delete(EPOCH_KEY);
    world.now += 2000;
    expect(await userOf(browser)).toBeUndefined();
  });

  it("nor one that makes no sense", async () => {
    const [world, browser] = await revoked();
    world.store.records.set(EPOCH_KEY, { fields: { epoch: "!" }, version: 9, expiresAt: Infinity });
    world.now += 2000;
    expect(await userOf(browser)).toBeUndefined();
  });

  it("nor one that was rolled back", async () => {
    const [world, browser] = await revoked();
    world.store.records.set(EPOCH_KEY, { fields: { epoch: "0" }, version: 9, expiresAt: Infinity });
    world.now += 2000;
    expect(await userOf(browser)).toBeUndefined();
  });

  it("of two at once in one process, the late answer of the first does not take back the second", async () => {
    const inner = new MapStore(() => 1e12);
    const gate = new Gate();
    let hold = false;
    const store: SessionStore = {
      create: (key, record) => inner.create(key, record),
      read: (key) => inner.read(key),
      delete: (key, condition) => inner.delete(key, condition),
      patch: async (key, patch) => {
        const wait = key === EPOCH_KEY && hold;
        if (wait) hold = false;
        const answer = await inner.patch(key, patch);
        if (wait) await gate.pass();
        return answer;
      },
    };
    const options = { store, clock: { now: () => 1e12 }, onEvent: () => undefined };
    const [here, there] = [createSessions(options), createSessions(options)];
    await here.revokeAll();
    hold = true;
    const first = here.revokeAll();
    await gate.reached;
    const browser = new Browser(there); // signs in elsewhere, between the two
    await browser.visit((session) => session.login("alice"));
    await here.revokeAll();
    const stolen = browser.cookie;
    gate.open();
    await first;
    const thief = new Browser(here);
    thief.cookie = stolen;
    expect(await userOf(thief)).toBeUndefined();
  });

  it("a slow read of the epoch does not stretch the second", async () => {
    let now = 1e12;
    const inner = new MapStore(() => now);
    let gate: Gate | undefined;
    const slow: SessionStore = {
      create: (key, record) => inner.create(key, record),
      patch: (key, patch) => inner.patch(key, patch),
      delete: (key, condition) => inner.delete(key, condition),
      read: async (key) => {
        const answer = await inner.read(key);
        if (key === EPOCH_KEY) await gate?.pass();
        return answer;
      },
    };
    const common = { clock: { now: () => now }, onEvent: () => undefined, storeTimeoutMs: 60_000 };
    const here = createSessions({ store: slow, ...common });
    const there = createSessions({ store: inner, ...common });
    const browser = new Browser(here);
    await browser.visit((session) => session.login("alice"));
    now += 1500;
    gate = new Gate();
    const early = browser.open(); // asks for the epoch, and hears of it late
    await gate.reached;
    await there.revokeAll();
    now += 1800; // within the default storeTimeoutMs
    const thief = browser.open(browser.cookie); // begins 1.8 s after revokeAll
    gate.open();
    gate = undefined;
    await Promise.all([early.ready, thief.ready]);
    expect(thief.session.userId).toBeUndefined();
  });

  it("stores whole milliseconds", async () => {
    const store = new MapStore();
    const create = vi.spyOn(store, "create");
    await createSessions({ store, clock: { now: () => 1e12 + 0.5 } }).revokeAll();
    expect(create.mock.calls[0]?.[1].expiresAt).toSatisfy(Number.isInteger);
  });

  it("a store that answers null is told of as for sessions", async () => {
    const world = new World({}, (store) => {
      const read = store.read.bind(store);
      store.read = async (key) => (await read(key)) ?? (null as never);
      return store;
    });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    expect(await userOf(browser)).toBe("alice");
  });

  it("in a Worker nobody waits for the read of another request: it ends with that one", async () => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    try {
      const inner = new MapStore(() => world.now);
      let stuck = false;
      let answer = (): void => undefined;
      const store: SessionStore = {
        create: (key, record) => inner.create(key, record),
        patch: (key, patch) => inner.patch(key, patch),
        delete: (key, condition) => inner.delete(key, condition),
        read: (key) => {
          if (key !== EPOCH_KEY || !stuck) return inner.read(key);
          stuck = false;
          return new Promise((resolve) => (answer = () => resolve(undefined)));
        },
      };
      const world = new World({ store });
      const browser = world.browser();
      await browser.visit((session) => session.login("alice"));
      world.now += 2000;
      stuck = true;
      const first = browser2(world, browser).begin();
      expect(await userOf(browser2(world, browser))).toBe("alice");
      answer();
      await first;
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
