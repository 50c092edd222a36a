import { describe, expect, it } from "vitest";
import { ImportWorld, ownCookieOf } from "./support/import-world.js";
import { DROP_OLD } from "./support/old-library.js";

describe("a session of another library", () => {
  it("goes on as ours: signed in, with its data, under a cookie of ours", async () => {
    const world = new ImportWorld();
    const request = await world.ask(world.alice());
    expect(request.session).toMatchObject({ userId: "alice", isNew: false, cart: ["tea"], user: "alice" });
    expect(request.setCookies).toEqual([expect.stringMatching(/^__Host-Http-sid=M\S{43};/), DROP_OLD]);
    expect(request.responseHeader("cache-control")).toBe("no-store");
    expect(await request.browser.visit(({ userId }) => userId)).toBe("alice");
    expect(world.old.records.size).toBe(0);
    expect(world.events).toEqual([
      { type: "imported", from: "old", id: request.session.id, userId: "alice" },
    ]);
  });

  it("is one of its user's sessions: listed, and ended by revokeUser (7.4.5)", async () => {
    const world = new ImportWorld();
    const old = world.alice();
    const { browser, session } = await world.ask(old);
    expect(await world.sessions.list("alice")).toMatchObject([{ id: session.id }]);
    expect(await world.sessions.revokeUser("alice")).toBe(1);
    expect(await world.userOf(browser.cookie)).toBeUndefined();
    expect(await world.userOf(old)).toBeUndefined();
  });

  it("of a visitor comes over as well, and is nobody's", async () => {
    const world = new ImportWorld({ anonymous: { absoluteSeconds: 60, idleSeconds: 60 } });
    const { session } = await world.ask(world.old.begin("v", { cart: ["tea"] }));
    expect(session).toMatchObject({ cart: ["tea"], userId: undefined });
    expect(session.expiresAt).toEqual(new Date(world.now + 60_000));
    expect(world.events).toEqual([{ type: "imported", from: "old", id: session.id }]);
  });

  it("of which nothing is known is left alone", async () => {
    const world = new ImportWorld();
    const request = await world.ask(world.old.begin("v", {}));
    expect(request.setCookies).toEqual([]);
    expect(world.store.records.size).toBe(0);
    expect(world.old.records.size).toBe(1);
  });

  it("keeps its data when the request changes some of them", async () => {
    const world = new ImportWorld();
    const browser = world.browser();
    const request = await browser.begin(world.alice());
    (request.session["cart"] as string[]).push("milk");
    await request.handle.commit();
    expect(await world.browser().begin(ownCookieOf(request))).toMatchObject({
      session: { cart: ["tea", "milk"] },
    });
  });
});

describe("several old cookies", () => {
  it("the first that leads to a session goes on", async () => {
    const world = new ImportWorld();
    const gone = world.old.begin("gone-1", { user: "gone" });
    world.old.records.delete("gone-1");
    const [first, second] = [world.alice(), world.old.begin("bob-1", { user: "bob" })];
    expect(await world.userOf([gone, first, second].join("; "))).toBe("alice");
    expect([...world.old.records.keys()]).toEqual(["bob-1"]);
  });
});

describe("the old cookie is not looked at", () => {
  it("where no cookie comes at all: no call, nothing to wait for", () => {
    const world = new ImportWorld();
    expect(world.browser().open().handle.loading).toBeUndefined();
    expect(world.old.calls).toEqual([]);
    expect(world.store.calls).toEqual([]);
  });

  it("while our own opens a session", async () => {
    const world = new ImportWorld();
    const { browser } = await world.ask(world.alice());
    const other = world.old.begin("other", { user: "bob" });
    world.old.calls.length = 0;
    expect(await world.userOf(`${browser.cookie}; ${other}`)).toBe("alice");
    expect(world.old.calls).toEqual([]);
  });

  it("from the moment on that the migration names", async () => {
    const world = new ImportWorld();
    const old = world.alice();
    world.now += 30 * 86_400_000;
    expect(await world.userOf(old)).toBeUndefined();
    expect(world.old.calls).toEqual([]);
  });

  it("over plain HTTP where that gets no cookie, nor on a route that is exempt", async () => {
    const world = new ImportWorld({ allowPlainHttp: false, crossOrigin: { exempt: ["POST /hook"] } });
    const old = world.alice();
    expect((await world.browser(false).begin(old)).session.userId).toBeUndefined();
    const hook = await world.browser().send({ method: "POST", path: "/hook" }, old);
    expect(hook.session.userId).toBeUndefined();
    expect(world.old.records.size).toBe(1);
    expect(world.store.records.size).toBe(0);
  });

  it("when another site has sent the request", async () => {
    const world = new ImportWorld();
    const headers = { "sec-fetch-site": "cross-site" };
    await expect(world.browser().send({ method: "POST", headers }, world.alice())).rejects.toMatchObject({
      code: "CROSS_ORIGIN",
    });
    expect(world.old.calls).toEqual([]);
  });
});

describe("how long it lives", () => {
  it.each([
    ["as long as the old one would have", 60_000, 60_000],
    ["no longer than one of ours (7.3.2)", 30 * 86_400_000, 8 * 3_600_000],
    ["no longer than one of ours, where nothing tells", Infinity, 8 * 3_600_000],
  ])("%s", async (_name, leftMs, livesMs) => {
    const world = new ImportWorld({ idleSeconds: 8 * 3600 });
    const { browser } = await world.ask(world.old.begin("a", { user: "alice" }, world.now + leftMs));
    world.now += livesMs - 1;
    expect(await world.userOf(browser.cookie)).toBe("alice");
    world.now += 1;
    expect(await world.userOf(browser.cookie)).toBeUndefined();
  });

  it("as long as one of ours, where the old one went on with every request", async () => {
    const world = new ImportWorld({ idleSeconds: 8 * 3600 });
    const old = world.old.begin("a", { user: "alice" }, world.now + 1, true);
    const { browser } = await world.ask(old);
    world.now += 8 * 3_600_000 - 1;
    expect(await world.userOf(browser.cookie)).toBe("alice");
  });

  it("what has ended is not begun again", async () => {
    const world = new ImportWorld();
    for (const expiresAt of [world.now, world.now - 1, NaN]) {
      expect(await world.userOf(world.old.begin("a", { user: "alice" }, expiresAt))).toBeUndefined();
    }
    expect(world.store.records.size).toBe(0);
  });

  it("idle, it ends as one of ours does (7.3.1)", async () => {
    const world = new ImportWorld();
    const { browser } = await world.ask(world.alice());
    world.now += 30 * 60_000;
    expect(await world.userOf(browser.cookie)).toBeUndefined();
  });
});

describe("when its user signed in, nobody knows", () => {
  it("so it is too long ago for what asks for a recent login (7.5.1)", async () => {
    const world = new ImportWorld();
    const { browser, session } = await world.ask(world.alice());
    expect(() => session.requireLogin({ maxAgeSeconds: 3600 })).toThrow(/too long ago/);
    await browser.visit((loaded) => {
      expect(loaded.requireLogin()).toBe("alice");
      expect(loaded.authenticatedAt).toBeUndefined();
      expect(loaded.assuranceLevel).toBe(1);
      expect(() => loaded.requireLogin({ maxAgeSeconds: 3600 })).toThrow(/too long ago/);
    });
    await browser.visit((loaded) => loaded.rotate());
    await browser.visit(async (loaded) => {
      expect(() => loaded.requireLogin({ maxAgeSeconds: 3600 })).toThrow(/too long ago/);
      await loaded.login("alice");
      expect(loaded.requireLogin({ maxAgeSeconds: 0 })).toBe("alice");
    });
    await browser.visit((loaded) => expect(loaded.authenticatedAt).toEqual(new Date(world.now)));
  });
});

describe("it counts as one of its user's sessions", () => {
  it("of too many the oldest ends (7.1.2)", async () => {
    const world = new ImportWorld({ maxPerUser: 1 });
    const before = world.browser();
    await before.visit((session) => session.login("alice"));
    world.now += 1000;
    const { browser } = await world.ask(world.alice());
    expect(await world.userOf(before.cookie)).toBeUndefined();
    expect(await world.userOf(browser.cookie)).toBe("alice");
  });

  it("or it stays where it is, where no more may be", async () => {
    const world = new ImportWorld({ maxPerUser: 1, overLimit: "refuse" });
    await world.browser().visit((session) => session.login("alice"));
    expect(await world.userOf(world.alice())).toBeUndefined();
    expect(world.events.at(-1)).toEqual({ type: "import_refused", from: "old", reason: "limit" });
    expect(world.old.records.size).toBe(1);
  });
});
