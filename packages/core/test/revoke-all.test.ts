import { describe, expect, it } from "vitest";
import { EPOCH_KEY, type Sessions } from "@sess/core";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";
import { SignedIn, userOf } from "./support/signed-in.js";

/** Two processes on one store. */
function processes(): [World, World] {
  const first = new World();
  const second = new World({}, () => first.store);
  return [first, second];
}

const revokeAll = (sessions: Sessions): Promise<void> => sessions.revokeAll();

describe("revokeAll (7.4.5)", () => {
  it("ends everybody's sessions, signed in or not, with one write", async () => {
    const world = new SignedIn();
    const alice = await world.device("alice");
    const bob = await world.device("bob");
    const guest = world.browser();
    await guest.visit((session) => void (session["cart"] = 1));
    const records = world.store.records.size;

    await revokeAll(world.sessions);
    expect(world.store.records.size).toBe(records + 1);
    expect(await userOf(alice.browser)).toBeUndefined();
    expect(await userOf(bob.browser)).toBeUndefined();
    expect(await guest.visit((session) => session["cart"])).toBeUndefined();
    expect(await world.sessions.list("alice")).toEqual([]);
    expect(world.events).toContainEqual({ type: "all_revoked" });
    expect(world.events).toContainEqual({ type: "expired", id: alice.id, reason: "everybody" });
  });

  it("holds in every other process within a second (T-11)", async () => {
    const [first, second] = processes();
    const browser = first.browser();
    await browser.visit((session) => session.login("alice"));
    const elsewhere = second.browser();
    elsewhere.cookie = browser.cookie;
    expect(await userOf(elsewhere)).toBe("alice");
    await revokeAll(first.sessions);
    second.now += 999;
    expect(await userOf(elsewhere)).toBe("alice");
    second.now += 1;
    expect(await userOf(elsewhere)).toBeUndefined();
  });

  it("holds in a process that starts after it, also for those who begin a session there", async () => {
    const [first, second] = processes();
    await revokeAll(first.sessions);
    const browser = second.browser();
    await browser.visit((session) => session.login("alice"));
    second.now += 5000;
    expect(await userOf(browser)).toBe("alice");
  });

  it("whoever signs in after it stays, and the next one ends him as well, also after a step back of the clock", async () => {
    const world = new World();
    const browser = world.browser();
    for (const step of [0, 10, -3_600_000]) {
      await revokeAll(world.sessions);
      world.now += step;
      await browser.visit((session) => session.login("alice"));
      expect(await userOf(browser)).toBe("alice");
      await revokeAll(world.sessions);
      expect(await userOf(browser)).toBeUndefined();
    }
  });

  it("a session that moves meanwhile does not slip through", async () => {
    const world = new SignedIn();
    const { browser } = await world.device("alice");
    for (const verb of ["rotate", "save", "touch"] as const) {
      const request = await browser.begin();
      await revokeAll(world.sessions);
      await request.session[verb]();
      await request.end();
      expect(await userOf(browser)).toBeUndefined();
      await browser.visit((session) => session.login("alice"));
    }
  });

  it("of several at once, each ends what was there before it", async () => {
    const [first, second] = processes();
    const browser = first.browser();
    await browser.visit((session) => session.login("alice"));
    await Promise.all([first, second, first, second].map(({ sessions }) => revokeAll(sessions)));
    expect(await userOf(browser)).toBeUndefined();
  });

  it("a slow answer from before does not take it back", async () => {
    const store = new SlowEpoch();
    const world = new World({ store });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.now += 1000;
    store.slow = true;
    const request = browser.open();
    await store.asked;
    store.slow = false;
    await revokeAll(world.sessions);
    store.answer();
    await request.ready;
    expect(request.session.userId).toBeUndefined();
    expect(await userOf(browser)).toBeUndefined();
  });

  it("a record that makes no sense is told of", async () => {
    const world = new World();
    await world.store.create(EPOCH_KEY, { fields: { epoch: "!" }, expiresAt: Infinity, anonymous: false });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    expect(world.events).toContainEqual({ type: "record_invalid", detail: "epoch" });
    await revokeAll(world.sessions);
    expect(await userOf(browser)).toBeUndefined();
  });

  it("a store that fails fails it, and nobody is let in unseen", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.store.read = () => Promise.reject(new Error("down"));
    await expect(revokeAll(world.sessions)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    world.now += 1000;
    await expect(browser.begin()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("a failure is not remembered: as soon as the store answers, it is asked again", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.now += 1000;
    const { read } = world.store;
    world.store.read = (key) =>
      key === EPOCH_KEY ? Promise.reject(new Error("down")) : read.call(world.store, key);
    await expect(browser.begin()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    world.store.read = read;
    expect(await userOf(browser)).toBe("alice");
  });

  it("costs a read a second, together with the session's", async () => {
    const store = new SlowEpoch();
    const world = new World({ store });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    for (let visits = 0; visits < 10; visits++) await userOf(browser);
    expect(store.epochReads).toBe(1);
    world.now += 1000;
    await Promise.all([userOf(browser), userOf(browser)]);
    expect(store.epochReads).toBe(2);
  });
});

/** Answers the question for the epoch when the test says so. */
class SlowEpoch extends MapStore {
  epochReads = 0;
  slow = false;
  #ask!: () => void;
  readonly asked = new Promise<void>((resolve) => (this.#ask = resolve));
  answer!: () => void;

  override async read(key: string): ReturnType<MapStore["read"]> {
    const record = await super.read(key);
    if (key !== EPOCH_KEY) return record;
    this.epochReads++;
    if (this.slow) {
      this.#ask();
      await new Promise<void>((resolve) => (this.answer = resolve));
    }
    return record;
  }
}
