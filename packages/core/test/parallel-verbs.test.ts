import type { Session } from "@sess/core";
import { describe, expect, it, vi } from "vitest";
import { type TestRequest, World } from "./support/browser.js";

describe("verbs of one request that nobody waits for", () => {
  it("run one after the other, in the order of their calls", async () => {
    const { world, request } = await signedIn();
    const { session } = request;
    session["a"] = 1;
    const results = await Promise.all([
      session.save(),
      session.rotate(),
      session.update((data) => (data["n"] = Number(data["n"] ?? 0) + 1)),
      session.touch(),
      session.update((data) => (data["n"] = Number(data["n"] ?? 0) + 1)),
      session.rotate(),
      session.reload(),
    ]);
    expect(results).toEqual([undefined, undefined, 1, undefined, 2, undefined, undefined]);
    expect({ ...session }).toEqual({ a: 1, n: 2 });
    await request.end();
    expect(request.setCookies).toHaveLength(1);
    expect(world.store.records.size).toBe(1);
  });

  it.each<[string, (session: Session) => Promise<unknown>[], number]>([
    [
      "save, rotate, update, logout",
      (s) => [s.save(), s.rotate(), s.update((d) => void (d["n"] = 1)), s.logout()],
      0,
    ],
    ["logout twice", (s) => [s.logout(), s.logout()], 0],
    ["rotate, logout", (s) => [s.rotate(), s.logout()], 0],
    ["logout, rotate, touch, reload", (s) => [s.logout(), s.rotate(), s.touch(), s.reload()], 0],
    ["regenerate after rotate", (s) => [s.rotate(), s.regenerate()], 0],
    ["login, rotate", (s) => [s.login("alice"), s.rotate()], 1],
    ["logout, login", (s) => [s.logout(), s.login("alice")], 1],
    ["login, login of another", (s) => [s.login("alice"), s.login("bob")], 1],
    ["save, save, save", (s) => [s.save(), s.save(), s.save()], 1],
  ])("%s: all is done when the response goes out, with one cookie line (C-03)", async (_, verbs, left) => {
    const { world, browser, request } = await signedIn();
    void verbs(request.session);
    await request.end();
    expect(world.store.records.size).toBe(left);
    expect(request.setCookies.length).toBeLessThanOrEqual(1);
    expect(request.setCookies.filter((line) => line.includes("Max-Age=0"))).toHaveLength(left === 0 ? 1 : 0);
    expect((await browser.begin()).session.isNew).toBe(left === 0);
  });

  it("a new session that is saved twice at once begins once", async () => {
    const world = new World();
    const request = await world.browser().begin();
    request.session["a"] = 1;
    await Promise.all([request.session.save(), request.session.save(), request.end()]);
    expect(world.store.count("create")).toBe(1);
  });

  it("one that fails makes the response fail; those after it run all the same", async () => {
    const { world, request } = await signedIn();
    world.store.pauseNext("create").fail(new Error("down"));
    void request.session.rotate();
    const saved = request.session.update((data) => void (data["n"] = 1));
    await expect(request.end()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await expect(saved).resolves.toBeUndefined();
    expect(request.setCookies).toEqual([]);
  });
});

describe("update() with a function that waits", () => {
  it("refuses it, and does not let its failure end the process", async () => {
    const { world, request } = await signedIn();
    const calls = world.store.calls.length;
    const waiting = request.session.update(() => Promise.reject(new Error("too late to be told")));
    await expect(waiting).rejects.toMatchObject({ code: "INVALID_OPTION" });
    expect(world.store.calls).toHaveLength(calls);
  });
});

describe("the response and the verbs", () => {
  it("the head waits for verbs that are still at work", async () => {
    const { world, request } = await signedIn();
    const gate = world.store.pauseNext("delete");
    void request.session.rotate();
    const answered = vi.fn();
    const ending = request.end().then(answered);
    await gate.reached;
    expect(answered).not.toHaveBeenCalled();
    gate.open();
    await ending;
    expect(request.setCookies).toHaveLength(1);
  });

  it.each<[string, (session: Session) => Promise<unknown>]>([
    ["rotate", (session) => session.rotate()],
    ["login", (session) => session.login("bob")],
  ])("%s that comes while the response is being saved is too late, and changes nothing", async (_, verb) => {
    const { world, browser, request } = await signedIn();
    request.session["a"] = 1;
    const gate = world.store.pauseNext("patch");
    const ending = request.end();
    await gate.reached;
    const late = verb(request.session).catch((error: unknown) => error);
    gate.open();
    await ending;
    expect(await late).toMatchObject({ code: "HEAD_SENT" });
    expect(await browser.visit((session) => ({ ...session, user: session.userId }))).toEqual({
      a: 1,
      user: "alice",
    });
    expect(world.store.records.size).toBe(1);
  });

  it("regenerate while the response is being saved does not mix two sessions up", async () => {
    const world = new World();
    const browser = world.browser();
    const request = await browser.begin();
    const before = request.session;
    before["a"] = 1;
    const gate = world.store.pauseNext("create");
    const ending = request.end();
    await gate.reached;
    const late = before.regenerate();
    gate.open();
    await Promise.all([ending, late]);
    expect(request.session).not.toBe(before);
    expect(request.session.isNew).toBe(true);
    expect(world.store.records.size).toBe(0);
  });

  it("a client that leaves while the response is being saved leaves one session, and no false alarm", async () => {
    const world = new World();
    const request = await world.browser().begin();
    request.session["a"] = 1;
    const gate = world.store.pauseNext("create");
    const ending = request.end();
    await gate.reached;
    const finished = request.handle.finish();
    gate.open();
    await Promise.all([ending, finished]);
    expect(world.typesOfEvents()).toEqual(["created"]);
  });

  it("a commit that is asked for twice at once sends one cookie", async () => {
    const world = new World();
    const request = await world.browser().begin();
    request.session["a"] = 1;
    await Promise.all([request.handle.commit(), request.handle.commit()]);
    expect(request.setCookies).toHaveLength(1);
    expect(request.handle.commit()).toBeUndefined();
  });

  it("what changes after the head is saved when the response ends", async () => {
    const { browser, request } = await signedIn();
    await request.end();
    request.session["late"] = 1;
    await request.handle.finish();
    expect(request.handle.finish()).toBeUndefined();
    expect(await browser.visit((session) => session["late"])).toBe(1);
  });

  it("a session that would begin after the head is an event, and no record", async () => {
    const world = new World();
    const request = await world.browser().begin();
    void request.session;
    await request.end();
    request.session["late"] = 1;
    expect(request.handle.finish()).toBeUndefined();
    expect(world.events).toEqual([{ type: "begun_too_late" }]);
    expect(world.store.calls).toEqual([]);
    await expect(request.session.save()).rejects.toMatchObject({ code: "HEAD_SENT" });
    await expect(request.session.login("alice")).rejects.toMatchObject({ code: "HEAD_SENT" });
    await expect(request.session.update((data) => void (data["n"] = 1))).rejects.toMatchObject({
      code: "HEAD_SENT",
    });
    expect(world.store.calls).toEqual([]);
  });

  it("what cannot be saved after the head is an event with the error's code", async () => {
    const { world, request } = await signedIn();
    await request.end();
    const { id } = request.session;
    request.session["f"] = () => 1;
    await request.handle.finish();
    expect(world.events.at(-1)).toEqual({
      type: "save_failed",
      id,
      error: expect.objectContaining({ code: "NOT_ENCODABLE" }),
    });
    delete request.session["f"];
    request.session["a"] = 1;
    world.store.pauseNext("patch").fail(new Error("down"));
    await request.handle.finish();
    expect(world.events.at(-1)).toEqual({
      type: "save_failed",
      id,
      error: expect.objectContaining({ code: "STORE_UNAVAILABLE" }),
    });
  });

  it("a forgotten verb that fails after the head is such an event, too", async () => {
    const { world, request } = await signedIn();
    await request.end();
    void request.session.rotate();
    await request.handle.finish();
    expect(world.events.at(-1)).toMatchObject({ type: "save_failed", error: { code: "HEAD_SENT" } });
  });
});

async function signedIn(): Promise<{
  world: World;
  browser: ReturnType<World["browser"]>;
  request: TestRequest;
}> {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  return { world, browser, request: await browser.begin() };
}
