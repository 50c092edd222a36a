import { describe, expect, it } from "vitest";
import { SignedIn, userOf } from "./support/signed-in.js";

describe("too many sessions, at the edges (7.1.2)", () => {
  it("evict: a double click on 'sign in' leaves somebody signed in", async () => {
    const world = new SignedIn({ maxPerUser: 1 });
    const gates = [world.store.pauseNext("users.list"), world.store.pauseNext("users.list")];
    const browsers = [world.browser(), world.browser()];
    const requests = await Promise.all(browsers.map((browser) => browser.begin()));
    const logins = requests.map(({ session }) => {
      world.now += 1;
      return session.login("alice").catch(() => undefined);
    });
    await Promise.all(gates.map(({ reached }) => reached));
    for (const gate of gates) gate.open();
    await Promise.all(logins);
    await Promise.all(requests.map((request) => request.end()));
    const users = await Promise.all(browsers.map(userOf));
    expect(users).toContain("alice");
  });

  it("evict with ten: ten at once leave some", async () => {
    const world = new SignedIn({ maxPerUser: 10 });
    await Promise.all(Array.from({ length: 10 }, () => world.device("alice")));
    const gates = Array.from({ length: 10 }, () => world.store.pauseNext("users.list"));
    const requests = await Promise.all(Array.from({ length: 10 }, () => world.browser().begin()));
    const logins = requests.map(({ session }) => {
      world.now += 1;
      return session.login("alice").catch(() => undefined);
    });
    await Promise.all(gates.map(({ reached }) => reached));
    for (const gate of gates) gate.open();
    await Promise.all(logins);
    expect(await world.sessions.list("alice")).toHaveLength(10);
  });

  it("a login whose create-answer was lost does not hold a place", async () => {
    const world = new SignedIn({ maxPerUser: 1, overLimit: "refuse" });
    const request = await world.browser().begin();
    // users.list (before), users.add, create
    world.faults.arm(2, "after");
    await expect(request.session.login("alice")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    world.faults.arm(undefined, "before");
    expect(await world.sessions.list("alice")).toEqual([]);
    await world.device("alice");
  });

  it("a store that says gone and still reads it does not keep a login forever", async () => {
    const world = new SignedIn({ maxPerUser: 1 });
    await world.device("alice");
    let deletes = 0;
    world.store.delete = async () => {
      if (++deletes > 2000) throw new Error("runs forever");
      return "gone";
    };
    await world.device("alice").catch(() => undefined);
    expect(deletes).toBeLessThan(1000);
  });

  it("a session that moves counts once", async () => {
    const world = new SignedIn({ maxPerUser: 3 });
    const first = await world.device("alice");
    world.now += 1;
    const second = await world.device("alice");
    world.now += 1;
    const moving = await second.browser.begin();
    const gate = world.store.pauseNext("delete");
    const rotated = moving.session.rotate();
    await gate.reached;
    await world.device("alice"); // the third
    gate.open();
    await rotated;
    await moving.end();
    expect(await Promise.all([first.browser, second.browser].map(userOf))).toEqual(["alice", "alice"]);
  });

  it("refuse: a session that moves takes one place", async () => {
    const world = new SignedIn({ maxPerUser: 2, overLimit: "refuse" });
    const first = await world.device("alice");
    const moving = await first.browser.begin();
    const gate = world.store.pauseNext("delete");
    const rotated = moving.session.rotate();
    await gate.reached;
    const other = world
      .browser()
      .visit((session) => session.login("alice"))
      .then(
        () => "in",
        (error: { code: string }) => error.code,
      );
    expect(await other).toBe("in");
    gate.open();
    await rotated;
  });
});
