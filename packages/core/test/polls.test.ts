import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { userOf } from "./support/signed-in.js";

describe("a poll", () => {
  it("a poll that writes does not take back what a real request has moved", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const poll = await browser.begin();
    world.now += 20 * 60_000;
    await browser.visit((session) => void session.userId); // moves the deadline to 50 minutes
    world.sessions.from(poll, { touch: false });
    poll.session["polls"] = 1;
    await poll.end();
    world.now += 15 * 60_000;
    expect(await userOf(browser)).toBe("alice");
  });

  it("tells a poll when the session ends", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    world.now += 10 * 60_000;
    const poll = await browser.begin();
    const session = world.sessions.from(poll, { touch: false });
    expect(session.expiresAt.getTime() - world.now).toBe(20 * 60_000);
    await poll.end();
  });

  it("an option that is not known is a typing error", async () => {
    const world = new World();
    const request = await world.browser().begin();
    expect(() => world.sessions.from(request, { tuoch: false } as never)).toThrow("touch");
    expect(() => world.sessions.from(request, { touch: 0 } as never)).toThrow("touch");
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
});
