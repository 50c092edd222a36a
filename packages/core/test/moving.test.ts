import type { Session } from "@sess/core";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { attempt, twoRequests } from "./support/two-requests.js";

describe("two that move a session at once (V-02)", () => {
  it.each([
    ["rotate", "rotate"],
    ["rotate", "login"],
    ["login", "rotate"],
    ["rotate", "regenerate"],
  ] as const)("%s and %s: one wins, and no orphan is left", async (first, second) => {
    const { world, browser, slow, other } = await twoRequests();
    const verbs = {
      rotate: (session: Session) => session.rotate(),
      login: (session: Session) => session.login("alice"),
      regenerate: (session: Session) => session.regenerate(),
    };
    const gate = world.store.pauseNext("delete");
    const losing = attempt(slow, verbs[first]);
    await gate.reached;
    expect(await attempt(other, verbs[second])).toBeUndefined();
    gate.open();
    const lost = await losing;
    const isLogin = first === "login";
    expect(lost).toBe(isLogin ? undefined : "SESSION_ENDED");
    expect(slow.setCookies).toHaveLength(isLogin ? 1 : 0);
    expect(world.store.records.size).toBe((second === "regenerate" ? 0 : 1) + (isLogin ? 1 : 0));
    expect(await browser.visit((session) => session.userId)).toBe(
      second === "regenerate" ? undefined : "alice",
    );
  });
});

describe("moving against parallel writes", () => {
  it.each([
    ["rotate", (session: Session) => session.rotate()],
    ["login of the same user", (session: Session) => session.login("alice")],
  ])("%s merges what others write meanwhile, deletions included", async (_, move) => {
    const { world, browser, slow } = await twoRequests();
    slow.session["mine"] = 1;
    delete slow.session["b"];
    let gate = world.store.pauseNext("delete");
    const moving = attempt(slow, move);
    await gate.reached;
    for (const round of [1, 2, 3]) {
      await browser.visit((session) => {
        session[`w${round}`] = round;
        session["a"] = `a${round}`;
        delete session[`gone${round}`];
      });
      const next = round < 3 ? world.store.pauseNext("delete") : undefined;
      gate.open();
      await next?.reached;
      gate = next ?? gate;
    }
    expect(await moving).toBeUndefined();
    const expected = { kept: 1, mine: 1, a: "a3", w1: 1, w2: 2, w3: 3 };
    expect({ ...slow.session }).toEqual(expected);
    expect(await browser.visit((session) => ({ ...session }))).toEqual(expected);
    expect(world.store.records.size).toBe(1);
  });

  it.each<[string, (session: Session) => Promise<unknown>]>([
    ["touch", (session) => session.touch()],
    ["save", (session) => ((session["mine"] = 1), session.save())],
  ])("after a %s of its own, what others wrote before it is still found", async (_, verb) => {
    for (const next of ["rotate", "login", "update"] as const) {
      const { browser, slow, other } = await twoRequests();
      other.session["a"] = 1;
      delete other.session["b"];
      await other.end();
      await verb(slow.session);
      if (next === "rotate") await slow.session.rotate();
      else if (next === "login") await slow.session.login("alice");
      else
        expect(
          await slow.session.update((data) => (data["seen"] = [data["a"] ?? null, data["b"] ?? null])),
        ).toEqual([1, null]);
      await slow.end();
      expect(await browser.visit((session) => [session["a"], session["b"]])).toEqual([1, undefined]);
    }
  });

  it("login keeps what others wrote to a kept field meanwhile, and drops the rest", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void Object.assign(session, { cart: [1], planted: 1 }));
    const slow = await browser.begin();
    const gate = world.store.pauseNext("delete");
    const login = slow.session.login("alice", { keep: ["cart"] });
    await gate.reached;
    await browser.visit((session) => void Object.assign(session, { cart: [1, 2], planted: 2, late: 1 }));
    gate.open();
    await login;
    await slow.end();
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ cart: [1, 2] });
  });

  it("gives up after a hundred faster writers: the old session is whole, and no new record is left", async () => {
    const { world, browser, slow } = await twoRequests();
    world.store.delete = ((original) => async (key, condition) =>
      condition ? "conflict" : original.call(world.store, key))(world.store.delete);
    await expect(slow.session.rotate()).rejects.toMatchObject({ code: "STORE_CONFLICT", status: 503 });
    await slow.end();
    expect(slow.setCookies).toEqual([]);
    expect(world.store.records.size).toBe(1);
    expect(await browser.visit((session) => session["kept"])).toBe(1);
  });
});

describe("nothing is lost", () => {
  it("50 requests at once: every write and every deletion counts", async () => {
    const world = new World();
    const browser = world.browser();
    const names = Array.from({ length: 50 }, (_, index) => `f${index}`);
    await browser.visit(
      (session) => void Object.assign(session, Object.fromEntries(names.map((n) => [`old_${n}`, 0]))),
    );
    const requests = await Promise.all(names.map(() => browser.begin()));
    await Promise.all(
      requests.map(async (request, index) => {
        request.session[`new_${names[index]}`] = index;
        delete request.session[`old_${names[index]}`];
        await request.end();
      }),
    );
    const expected = Object.fromEntries(names.map((name, index) => [`new_${name}`, index]));
    expect(await browser.visit((session) => ({ ...session }))).toEqual(expected);
  });
});
