import { createSessions, type SessionOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { MapStore } from "./support/map-store.js";
import { SignedIn, userOf } from "./support/signed-in.js";

/** Devices that sign in one after the other, a second apart. */
async function signIn(world: SignedIn, count: number): ReturnType<SignedIn["devices"]> {
  const devices = [];
  for (let i = 0; i < count; i++) {
    world.now += 1000;
    devices.push(await world.device("alice"));
  }
  return devices;
}

const usersOf = (devices: Awaited<ReturnType<SignedIn["devices"]>>): Promise<(string | undefined)[]> =>
  Promise.all(devices.map(({ browser }) => userOf(browser)));
const alive = (users: (string | undefined)[]): number => users.filter((user) => user !== undefined).length;

describe("maxPerUser (7.1.2, D-12, SM-23)", () => {
  it("is ten: of 100 logins the last ten are left (SESS-11)", async () => {
    const world = new SignedIn();
    const users = await usersOf(await signIn(world, 100));
    expect(users.slice(0, 90)).toEqual(Array(90).fill(undefined));
    expect(users.slice(90)).toEqual(Array(10).fill("alice"));
    expect(await world.sessions.list("alice")).toHaveLength(10);
    expect(world.listed("alice")).toHaveLength(10);
  });

  it("ends the oldest, and tells whom it ended and why", async () => {
    const world = new SignedIn({ maxPerUser: 2 });
    const [first] = await signIn(world, 3);
    expect(world.events).toContainEqual({ type: "ended", id: first?.id, userId: "alice", reason: "limit" });
    expect(world.events).toContainEqual({ type: "over_limit", userId: "alice", overLimit: "evict" });
  });

  it("counts each user by himself, and sessions that have ended not at all", async () => {
    const world = new SignedIn({ maxPerUser: 2 });
    const [first, second] = await signIn(world, 2);
    await world.device("bob");
    await second?.browser.visit((session) => session.logout());
    await world.device("alice");
    expect(await userOf(first!.browser)).toBe("alice");
  });

  it("who signs in again has no session more", async () => {
    for (const overLimit of ["evict", "refuse"] as const) {
      const world = new SignedIn({ maxPerUser: 2, overLimit });
      const devices = await signIn(world, 2);
      await devices[1]?.browser.visit((session) => session.login("alice"));
      expect(await usersOf(devices)).toEqual(["alice", "alice"]);
    }
  });

  it("false sets no limit; nor is there one where the store cannot tell", async () => {
    const world = new SignedIn({ maxPerUser: false });
    expect(alive(await usersOf(await signIn(world, 20)))).toBe(20);
    expect(createSessions({ store: new MapStore() }).policy().maxPerUser).toBeUndefined();
  });

  it.each([
    { maxPerUser: 0 },
    { maxPerUser: 1.5 },
    { maxPerUser: null },
    { maxPerUser: true },
    { overLimit: "x" },
  ])("%j throws", (options) => {
    const store = new MapStore(Date.now, true);
    expect(() => createSessions({ store, ...options } as SessionOptions)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });

  it("a limit that the store cannot keep throws", () => {
    expect(() => createSessions({ store: new MapStore(), maxPerUser: 3 })).toThrow("user index");
  });
});

describe('overLimit: "refuse" (7.1.2)', () => {
  it("refuses, and leaves all as it was", async () => {
    const world = new SignedIn({ maxPerUser: 2, overLimit: "refuse" });
    const devices = await signIn(world, 2);
    const guest = world.browser();
    await guest.visit((session) => void (session["cart"] = ["tea"]));
    const request = await guest.begin();
    await expect(request.session.login("alice")).rejects.toMatchObject({
      code: "TOO_MANY_SESSIONS",
      status: 403,
    });
    await request.end();
    expect(await guest.visit((session) => [session.userId, session["cart"]])).toEqual([undefined, ["tea"]]);
    expect(await usersOf(devices)).toEqual(["alice", "alice"]);
    expect(world.events.at(-1)).toEqual({ type: "over_limit", userId: "alice", overLimit: "refuse" });
  });
});

// Whoever comes last sees all that were made before: so no order of steps leaves one too many.
describe.each(["evict", "refuse"] as const)("parallel logins: %s", (overLimit) => {
  it("never end with more than may be", async () => {
    for (const step of ["users.add", "create", "users.confirm", "users.list"] as const) {
      const world = new SignedIn({ maxPerUser: 2, overLimit });
      const first = await world.device("alice");
      const gates = Array.from({ length: 2 }, () => world.store.pauseNext(step));
      const browsers = [world.browser(), world.browser()];
      const requests = await Promise.all(browsers.map((browser) => browser.begin()));
      const logins = requests.map(({ session }) => session.login("alice").catch((error: unknown) => error));
      for (const gate of gates) await Promise.race([gate.reached, Promise.all(logins)]);
      for (const gate of gates.reverse()) gate.open();
      await Promise.all(logins);
      await Promise.all(requests.map((request) => request.end()));
      const users = await Promise.all([first.browser, ...browsers].map(userOf));
      expect(alive(users), step).toBeLessThanOrEqual(2);
      expect(alive(users), step).toBeGreaterThan(0);
      expect(await world.sessions.list("alice")).toHaveLength(alive(users));
    }
  });

  it("a failure while they are counted leaves no session of which nobody knows", async () => {
    const world = new SignedIn({ maxPerUser: 1, overLimit });
    for (const failing of [0, 1, 2, 3, 4, 5]) {
      world.faults.arm(undefined, "before");
      await world.sessions.revokeUser("alice");
      const request = await world.browser().begin();
      world.faults.arm(failing, "before");
      const failed = await request.session.login("alice").catch((error: unknown) => error);
      world.faults.arm(undefined, "before");
      await request.end();
      const sessions = await world.sessions.list("alice");
      expect(sessions).toHaveLength(failed === undefined ? 1 : 0);
      expect(request.setCookies.filter((line) => !line.includes("Max-Age=0"))).toHaveLength(sessions.length);
    }
  });
});
