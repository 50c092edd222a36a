import { csrfCheck, loginCheck } from "@sess/core";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { SignedIn, userOf } from "./support/signed-in.js";

describe("small promises", () => {
  it("policy() hands out a copy", () => {
    const world = new World({ crossOrigin: { trustedOrigins: ["https://a.example"] } });
    const { crossOrigin } = world.sessions.policy();
    Reflect.set(crossOrigin, "mode", "off");
    Reflect.set(crossOrigin.trustedOrigins, 0, "https://evil.example");
    expect(world.sessions.policy().crossOrigin).toMatchObject({
      mode: "enforce",
      trustedOrigins: ["https://a.example"],
    });
  });

  it.each([null, 5, "x"])("checks of %j", (options) => {
    expect(() => loginCheck(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(() => csrfCheck(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it("list({ current }) of a wrong type", async () => {
    const world = new SignedIn();
    await expect(world.sessions.list("alice", { current: 5 } as never)).rejects.toThrow("current");
  });

  it("a session ended elsewhere is not told of as replaced", async () => {
    const world = new SignedIn();
    const { browser, id } = await world.device("alice");
    const request = await browser.begin();
    await world.sessions.revoke("alice", id);
    await request.session.login("bob");
    await request.end();
    expect(world.events.filter((event) => event.type === "ended")).toHaveLength(1);
    expect(world.events.at(-1)).not.toHaveProperty("previousId");
  });

  it("csrf_refused names no session where there is none", async () => {
    const world = new World();
    const request = await world.browser().begin();
    await request.session.requireCsrfToken("x").catch(() => undefined);
    const [event] = world.events;
    expect(event).toMatchObject({ type: "csrf_refused" });
    expect(event).not.toHaveProperty("id");
  });

  it("messages that no page shows do not make pages fail", async () => {
    const world = new World();
    const browser = world.browser();
    for (let i = 0; i < 400; i++)
      await browser.visit((session) => session.addFlash("error", "x".repeat(100)));
  });

  it("requireLogin in a long request, past the session's end", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { notAfter: new Date(world.now + 60_000) }));
    const request = await browser.begin();
    world.now += 120_000;
    expect(() => request.session.requireLogin()).toThrow();
  });

  it("a template with a form for an error's page is told the truth", async () => {
    const world = new World();
    const request = world.browser().open(
      undefined,
      {},
      {
        method: "POST",
        headers: { host: "a.example", origin: "https://evil.example" },
      },
    );
    await request.ready.catch(() => undefined);
    await expect(request.session.newCsrfToken()).rejects.toThrow(/error's page/);
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

  it("refuse: nor does it take a place", async () => {
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

  it("nor is it listed twice", async () => {
    const world = new SignedIn();
    const first = await world.device("alice");
    const moving = await first.browser.begin();
    const gate = world.store.pauseNext("delete");
    const rotated = moving.session.rotate();
    await gate.reached;
    expect(await world.sessions.list("alice")).toHaveLength(1);
    gate.open();
    await rotated;
  });

  it("takeFlash after a full session: a message can still be taken", async () => {
    const world = new World({ maxBytes: 600 });
    const browser = world.browser();
    await browser.visit((session) => session.addFlash("info", "x".repeat(400)));
    expect(await browser.visit((session) => session.takeFlash("info"))).toHaveLength(1);
  });

  it("logout of a poll, flash of a poll, and so on still work", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const poll = await browser.begin();
    const session = world.sessions.from(poll, { touch: false });
    await session.addFlash("info", "x");
    await session.logout();
    await session.addFlash("info", "bye");
    await poll.end();
    expect(await browser.visit((next) => next.takeFlash("info"))).toEqual(["bye"]);
  });

  it("a label can be taken away", async () => {
    const world = new SignedIn();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { label: "Kitchen" }));
    await browser.visit((session) => session.login("alice", { label: "" }));
    expect((await world.sessions.list("alice"))[0]?.label).toBeUndefined();
  });

  it("the session's end is not told later than it is", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.now += 59_000; // not due to be touched
    const told = await browser.visit((session) => session.expiresAt.getTime());
    world.now = told - 1;
    expect(await userOf(browser)).toBe("alice");
  });

  it("an array, or another kind of token, is told of as such", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const request = await browser.begin();
    const error = await request.session.requireCsrfToken({ value: "x" }).then(String, String);
    expect(error).not.toMatch(/from before a login/);
  });
});
