import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";

describe("a session's life", () => {
  it("costs nothing while nobody writes (7.6.2): no store call, no cookie", async () => {
    const world = new World();
    const request = await world.browser().begin();
    expect(request.handle.loading).toBeUndefined();
    expect(request.handle.commit()).toBeUndefined();
    expect(world.store.calls).toEqual([]);
    expect([...request.headers]).toEqual([]);
  });

  it("begins with the first write: one call, and the cookie of design", async () => {
    const world = new World();
    const request = await world.browser().begin();
    request.session["theme"] = "dark";
    await request.end();
    expect(world.store.calls.map(([name]) => name)).toEqual(["create"]);
    expect(request.setCookies).toHaveLength(1);
    expect(request.setCookies[0]).toMatch(
      /^__Host-Http-sid=[A-Za-z0-9_-]{44}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    expect(world.events).toEqual([{ type: "created", id: request.session.id }]);
  });

  it("is there on the next request: one read, and nothing written", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["theme"] = "dark"));
    world.store.calls.length = 0;
    const request = await browser.begin();
    expect(request.session["theme"]).toBe("dark");
    expect(request.handle.commit()).toBeUndefined();
    expect(world.store.calls.map(([name]) => name)).toEqual(["read"]);
    expect(request.setCookies).toEqual([]);
  });

  it("saves deep changes, and only the field that changed", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void Object.assign(session, { cart: { items: [1] }, theme: "dark" }));
    await browser.visit((session) => (session["cart"] as { items: number[] }).items.push(2));
    const patch = world.store.calls.find(([name]) => name === "patch")?.[2];
    expect(patch).toMatchObject({ set: { cart: '{"items":[1,2]}' }, unset: [] });
    expect(patch).not.toHaveProperty("ifVersion");
    expect(await browser.visit((session) => session["cart"])).toEqual({ items: [1, 2] });
  });

  it("removes deleted and undefined fields", async () => {
    const browser = new World().browser();
    await browser.visit((session) => void Object.assign(session, { a: 1, b: 2, c: 3 }));
    await browser.visit((session) => {
      delete session["a"];
      session["b"] = undefined;
    });
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ c: 3 });
  });

  it("stores no token: the store's key is the hash, and the cookie's value is nowhere in the record (T-07, V-32)", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    const token = browser.cookie?.split("=")[1] ?? "";
    const [[key, record]] = [...world.store.records] as [[string, object]];
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify([key, record])).not.toContain(token);
  });

  it("keeps its handle for life, and the handle opens nothing", async () => {
    const world = new World();
    const browser = world.browser();
    const id = await browser.visit((session) => ((session["a"] = 1), session.id));
    expect(await browser.visit((session) => session.id)).toBe(id);
    const thief = await world.browser().begin(`__Host-Http-sid=${id}`);
    expect(thief.session.isNew).toBe(true);
    expect(world.events.at(-1)).toEqual({ type: "cookie_refused", reason: "malformed" });
  });
});

describe("login", () => {
  it("gives a new token and kills the old one at once (7.2.4, SESS-03, N-04, V-03, SM-12)", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["cart"] = [1]));
    const planted = browser.cookie;
    const request = await browser.begin();
    await request.session.login("alice");
    expect((await world.browser().begin(planted)).session.isNew).toBe(true);
    await request.end();
    expect(browser.cookie).not.toBe(planted);
    expect(await browser.visit((session) => session.userId)).toBe("alice");
    expect(world.store.records.size).toBe(1);
  });

  it("takes along what keep names, and data; nothing else of an anonymous session", async () => {
    const browser = new World().browser();
    await browser.visit((session) => void Object.assign(session, { cart: [1], planted: true }));
    await browser.visit((session) => session.login("alice", { keep: ["cart"], data: { name: "Alice" } }));
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ cart: [1], name: "Alice" });
  });

  it("keeps the data and the handle when the same user logs in again, and moves authenticatedAt", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { data: { draft: "text" } }));
    const before = await browser.visit(({ id, createdAt, expiresAt }) => ({ id, createdAt, expiresAt }));
    world.now += 60_000;
    await browser.visit((session) => session.login("alice"));
    const after = await browser.visit((session) => ({
      ...session,
      id: session.id,
      at: session.authenticatedAt,
      createdAt: session.createdAt,
    }));
    expect(after).toEqual({
      draft: "text",
      id: before.id,
      at: new Date(world.now),
      createdAt: before.createdAt,
    });
  });

  it("never hands one user's data to another (T-24)", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { data: { secret: 1 } }));
    const id = await browser.visit((session) => session.id);
    await browser.visit((session) => session.login("bob", { keep: ["secret"] }));
    const bob = await browser.visit((session) => ({
      data: { ...session },
      userId: session.userId,
      id: session.id,
    }));
    expect(bob.data).toEqual({});
    expect(bob.userId).toBe("bob");
    expect(bob.id).not.toBe(id);
    expect(world.events.slice(-2)).toEqual([
      { type: "ended", id, userId: "alice", reason: "replaced" },
      { type: "login", id: bob.id, userId: "bob", level: 1, previousId: id },
    ]);
  });

  it("goes on with the same object and the same references", async () => {
    const browser = new World().browser();
    await browser.visit((session) => void (session["cart"] = ["a"]));
    await browser.visit(async (session) => {
      const cart = session["cart"] as string[];
      await session.login("alice", { keep: ["cart"] });
      cart.push("b");
    });
    expect(await browser.visit((session) => session["cart"])).toEqual(["a", "b"]);
  });

  it("starts afresh when the old session was ended meanwhile: the proof is new, the data are not", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["cart"] = [1]));
    const request = await browser.begin();
    world.store.records.clear();
    await request.session.login("alice", { keep: ["cart"] });
    await request.end();
    expect(await browser.visit((session) => ({ ...session, userId: session.userId }))).toEqual({
      userId: "alice",
    });
    expect(world.store.records.size).toBe(1);
  });

  it.each([[undefined], [""], [7], [null], ["x".repeat(257)]])("refuses %j as a user id", async (userId) => {
    const request = await new World().browser().begin();
    await expect(request.session.login(userId as string)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });

  it("tells of itself with handles only (SM-22)", async () => {
    const world = new World();
    const browser = world.browser();
    const previousId = await browser.visit((session) => ((session["a"] = 1), session.id));
    await browser.visit((session) => session.login("alice"));
    const id = await browser.visit((session) => session.id);
    expect(world.events.at(-1)).toEqual({ type: "login", id, userId: "alice", level: 1, previousId });
  });
});

describe("logout", () => {
  it("ends the record and clears the cookie with all its attributes", async () => {
    const world = new World({ cookie: { domain: "example.com", sameSite: "none", partitioned: true } });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const request = await browser.begin();
    await request.session.logout();
    await request.end();
    expect(request.setCookies).toEqual([
      "__Secure-sid=; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ]);
    expect(world.store.records.size).toBe(0);
    expect(world.events.at(-1)).toMatchObject({ type: "ended", userId: "alice" });
  });

  it("leaves an empty session that can begin anew, and sends one cookie only (C-03)", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { data: { a: 1 } }));
    const request = await browser.begin();
    const old = request.session.id;
    await request.session.rotate();
    await request.session.logout();
    expect({ ...request.session, userId: request.session.userId }).toEqual({ userId: undefined });
    request.session["notice"] = "signed out";
    await request.end();
    expect(request.setCookies).toHaveLength(1);
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ notice: "signed out" });
    expect(await browser.visit((session) => session.id)).not.toBe(old);
  });

  it("does nothing where there is no session, and stores nothing (V-18)", async () => {
    const world = new World();
    const request = await world.browser().begin();
    await request.session.logout();
    await request.end();
    expect(world.store.calls).toEqual([]);
    expect(request.setCookies).toEqual([]);
  });

  it("is waited for by the response, without await; its failure is the response's", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const fine = await browser.begin();
    const gate = world.store.pauseNext("delete");
    void fine.session.destroy();
    const ended = fine.end();
    await gate.reached;
    expect(fine.setCookies).toEqual([]);
    gate.open();
    await ended;
    expect(fine.setCookies[0]).toContain("Max-Age=0");

    await browser.visit((session) => session.login("alice"));
    const failing = await browser.begin();
    const broken = world.store.pauseNext("delete");
    void failing.session.logout();
    broken.fail(new Error("down"));
    await expect(failing.end()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
    expect(failing.setCookies).toEqual([]);
  });

  it("is told once: an error that the app has caught is not the response's", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const request = await browser.begin();
    world.store.pauseNext("delete").fail(new Error("down"));
    await expect(request.session.logout()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await request.end();
    expect(request.session.userId).toBe("alice");
  });

  it("keeps what is written after the call, also without await", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { data: { a: 1, b: 2 } }));
    await browser.visit((session) => {
      void session.logout();
      session["notice"] = "bye";
      session["b"] = 3;
    });
    const after = await browser.visit((session) => ({ ...session, userId: session.userId }));
    expect(after).toEqual({ notice: "bye", b: 3, userId: undefined });
  });

  it("is told of by an event when it fails after the response, and nobody waits for it", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const request = await browser.begin();
    await request.end();
    await expect(request.session.login("bob")).rejects.toMatchObject({ code: "HEAD_SENT" });
    expect(world.typesOfEvents()).not.toContain("save_failed");
    void request.session.login("bob");
    await request.handle.finish();
    expect(world.events.at(-1)).toMatchObject({ type: "save_failed", error: { code: "HEAD_SENT" } });
  });

  it("comes by assigning null, too", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    await browser.visit((_, request) => void (request.handle.session = null));
    expect(world.store.records.size).toBe(0);
    expect(browser.cookie).toBeUndefined();
  });
});

describe("regenerate", () => {
  it("gives a different, empty object; the old one stays readable and can do nothing", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    const planted = browser.cookie;
    const request = await browser.begin();
    const before = request.session;
    const oldId = before.id;
    await before.regenerate();
    expect(request.session).not.toBe(before);
    expect({ ...before }).toEqual({ a: 1 });
    expect({ ...request.session }).toEqual({});
    await expect(before.save()).rejects.toThrow("replaced by regenerate");
    request.session["b"] = 2;
    await request.end();
    expect(browser.cookie).not.toBe(planted);
    expect(await browser.visit((session) => ({ ...session, id: session.id }))).not.toMatchObject({
      id: oldId,
    });
    expect((await world.browser().begin(planted)).session.isNew).toBe(true);
  });

  it("begins with the fields that are named, as @fastify/passport asks for it", async () => {
    const browser = new World().browser();
    await browser.visit((session) =>
      session.login("alice", { data: { cart: ["tea"], theme: "dark", a: 1 } }),
    );
    await browser.visit((session, request) => {
      session["unsaved"] = true;
      return new Promise<void>((resolve, reject) => {
        session.regenerate(["cart", "unsaved", "missing", "login", "__proto__"], (error) => {
          expect({ ...request.session }).toEqual({ cart: ["tea"], unsaved: true });
          if (error === undefined) resolve();
          else reject(error);
        });
      });
    });
    expect(await browser.visit(({ userId, ...data }) => [userId, data])).toEqual([
      undefined,
      { cart: ["tea"], unsaved: true },
    ]);
  });

  it("refuses what are no names", async () => {
    const { session } = await new World().browser().begin();
    await expect(session.regenerate("cart" as never)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });

  it("clears the cookie when nothing follows", async () => {
    const browser = new World().browser();
    await browser.visit((session) => void (session["a"] = 1));
    await browser.visit((session) => session.regenerate());
    expect(browser.cookie).toBeUndefined();
  });
});

describe("rotate", () => {
  it("keeps data, handle and references under a new token (SM-12)", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { data: { cart: [1] } }));
    const before = { cookie: browser.cookie, id: await browser.visit((session) => session.id) };
    await browser.visit(async (session) => {
      const cart = session["cart"] as number[];
      session["unsaved"] = true;
      await session.rotate();
      cart.push(2);
    });
    expect(browser.cookie).not.toBe(before.cookie);
    const after = await browser.visit((session) => ({ ...session, id: session.id, userId: session.userId }));
    expect(after).toEqual({ cart: [1, 2], unsaved: true, id: before.id, userId: "alice" });
    expect((await world.browser().begin(before.cookie)).session.isNew).toBe(true);
    expect(world.store.records.size).toBe(1);
  });
});

describe("save, reload, touch, update", () => {
  it("save() begins a session without data, so that its handle lasts", async () => {
    const browser = new World().browser();
    const id = await browser.visit(async (session) => {
      expect(session.isNew).toBe(true);
      await session.save();
      expect(session.isNew).toBe(false);
      return session.id;
    });
    expect(await browser.visit((session) => session.id)).toBe(id);
  });

  it("reload() drops what was not saved and shows what others wrote", async () => {
    const browser = new World().browser();
    await browser.visit((session) => void Object.assign(session, { a: 1, b: 1 }));
    const slow = await browser.begin();
    slow.session["a"] = 99;
    slow.session["new"] = true;
    await browser.visit((session) => void (session["b"] = 2));
    await slow.session.reload();
    expect({ ...slow.session }).toEqual({ a: 1, b: 2 });
  });

  it("touch() moves the deadline and saves nothing", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    world.now += 1000;
    const request = await browser.begin();
    request.session["a"] = 2;
    await request.session.touch();
    expect([...world.store.records.values()][0]).toMatchObject({
      expiresAt: world.now + 1_800_000,
      version: 1,
    });
  });

  it("update() counts every one of 20 at once, and returns what the function returns", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["n"] = 0));
    const requests = await Promise.all(Array.from({ length: 20 }, () => browser.begin()));
    const results = await Promise.all(
      requests.map(({ session }) => session.update((data) => (data["n"] = Number(data["n"]) + 1))),
    );
    expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await browser.visit((session) => session["n"])).toBe(20);
  });

  it("update() saves the request's earlier changes along, shows the result, and begins a session", async () => {
    const browser = new World().browser();
    await browser.visit(async (session) => {
      session["earlier"] = 1;
      await session.update((data) => void (data["n"] = 1));
      expect({ ...session }).toEqual({ earlier: 1, n: 1 });
    });
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ earlier: 1, n: 1 });
  });

  it("update() refuses a function that waits", async () => {
    const request = await new World().browser().begin();
    const waiting = request.session.update(async () => Promise.resolve());
    await expect(waiting).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });

  it("gives up after a hundred conflicts with STORE_CONFLICT", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void (session["n"] = 0));
    world.store.patch = () => Promise.resolve({ status: "conflict" });
    const request = await browser.begin();
    await expect(request.session.update((data) => void (data["n"] = 1))).rejects.toMatchObject({
      code: "STORE_CONFLICT",
    });
  });
});

describe("callbacks", () => {
  it("are called once, outside the promise, with the error or with nothing", async () => {
    const world = new World();
    const browser = world.browser();
    const request = await browser.begin();
    const done = await new Promise((resolve) => {
      request.session.login("alice", (...args) => resolve(args));
    });
    expect(done).toEqual([]);
    world.store.pauseNext("patch").fail(new Error("down"));
    request.session["a"] = 1;
    const failed = await new Promise((resolve) => request.session.save(resolve));
    expect(failed).toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("fit grant: save is a method of the prototype that takes one", () => {
    return new World().browser().visit((session) => {
      const prototype = Object.getPrototypeOf(session) as { save: { length: number } };
      expect(prototype.save.length).toBe(1);
    });
  });
});
