import { describe, expect, it } from "vitest";
import { type Browser, World } from "./support/browser.js";

const take = (browser: Browser, key = "info"): Promise<readonly string[]> =>
  browser.visit((session) => session.takeFlash(key));

async function signedIn(): Promise<[World, Browser]> {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  return [world, browser];
}

describe("flash messages", () => {
  it("are shown on the next page, in their order, and once", async () => {
    const [, browser] = await signedIn();
    await browser.visit(async (session) => {
      await session.addFlash("info", "Saved");
      await session.addFlash("error", "But the mail failed");
      await session.addFlash("info", "Twice");
    });
    expect(await take(browser)).toEqual(["Saved", "Twice"]);
    expect(await take(browser)).toEqual([]);
    expect(await take(browser, "error")).toEqual(["But the mail failed"]);
    expect(await browser.visit((session) => Object.keys(session))).toEqual([]);
  });

  it("on the same page, too", async () => {
    const [, browser] = await signedIn();
    expect(
      await browser.visit(async (session) => {
        await session.addFlash("info", "now");
        return [await session.takeFlash("info"), await session.takeFlash("info")];
      }),
    ).toEqual([["now"], []]);
  });

  it("of two pages that are opened at once, one shows it", async () => {
    const [world, browser] = await signedIn();
    await browser.visit((session) => session.addFlash("info", "once"));
    // Both have read it; both write, one after the other.
    const requests = await Promise.all([browser.begin(), browser.begin(), browser.begin()]);
    const gates = [world.store.pauseNext("patch"), world.store.pauseNext("patch")];
    const taking = requests.map(({ session }) => session.takeFlash("info"));
    await Promise.all(gates.map(({ reached }) => reached));
    for (const gate of gates) gate.open();
    const shown = await Promise.all(taking);
    await Promise.all(requests.map((request) => request.end()));
    expect(shown.flat()).toEqual(["once"]);
    expect(await take(browser)).toEqual([]);
  });

  it("of ten that are left at once, all are shown", async () => {
    const [, browser] = await signedIn();
    const requests = await Promise.all(Array.from({ length: 10 }, () => browser.begin()));
    await Promise.all(requests.map(({ session }, n) => session.addFlash("info", String(n))));
    await Promise.all(requests.map((request) => request.end()));
    expect([...(await take(browser))].sort()).toEqual([..."0123456789"]);
  });

  it("cost nothing where there is none", async () => {
    const [world, browser] = await signedIn();
    await browser.visit((session) => session.addFlash("error", "x"));
    const calls = world.store.calls.length;
    expect(await take(browser)).toEqual([]);
    expect(await take(world.browser())).toEqual([]);
    expect(world.store.calls.slice(calls).map(([operation]) => operation)).toEqual(["read"]);
  });

  it("move with a rotation, and begin a session where there is none", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.addFlash("info", "bye"));
    await browser.visit((session) => session.rotate());
    expect(await take(browser)).toEqual(["bye"]);
  });

  it("do not pass from one user to another", async () => {
    const [, browser] = await signedIn();
    await browser.visit((session) => session.addFlash("info", "for alice"));
    await browser.visit((session) => session.login("bob"));
    expect(await take(browser)).toEqual([]);
  });

  it.each(["__proto__", "constructor", "toString", "", "ü"])(
    "the key %j is a key like all others",
    async (key) => {
      const [, browser] = await signedIn();
      expect(await take(browser, key)).toEqual([]);
      await browser.visit((session) => session.addFlash(key, "x"));
      expect(await take(browser, key)).toEqual(["x"]);
    },
  );

  it.each([[["text", 1]], ["text"], [{ info: ["x"] }], [[["info", 1]]]])(
    "what an app has put in their place is no message: %j",
    async (value) => {
      const [, browser] = await signedIn();
      await browser.visit((session) => void (session["_flash"] = value));
      expect(await take(browser)).toEqual([]);
      await browser.visit((session) => session.addFlash("info", "x"));
      expect(await take(browser)).toEqual(["x"]);
    },
  );

  it("are texts", async () => {
    const [, browser] = await signedIn();
    const { session } = await browser.begin();
    await expect(session.addFlash("info", 1 as never)).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await expect(session.addFlash(1 as never, "x")).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await expect(session.takeFlash(undefined as never)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });
});

it("messages that no page shows do not make pages fail", async () => {
  const world = new World();
  const browser = world.browser();
  for (let i = 0; i < 400; i++) await browser.visit((session) => session.addFlash("error", "x".repeat(100)));
});

it("takeFlash after a full session: a message can still be taken", async () => {
  const world = new World({ maxBytes: 600 });
  const browser = world.browser();
  await browser.visit((session) => session.addFlash("info", "x".repeat(400)));
  expect(await browser.visit((session) => session.takeFlash("info"))).toHaveLength(1);
});
