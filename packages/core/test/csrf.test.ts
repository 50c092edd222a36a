import { describe, expect, it } from "vitest";
import { type Browser, World } from "./support/browser.js";

const tokenOf = (browser: Browser): Promise<string> => browser.visit((session) => session.newCsrfToken());

async function passes(browser: Browser, token: unknown): Promise<boolean> {
  return browser.visit((session) =>
    session.requireCsrfToken(token).then(
      () => true,
      (error: unknown) => {
        expect(error).toMatchObject({ code: "CSRF_TOKEN", status: 403, expose: true });
        return false;
      },
    ),
  );
}

async function signedIn(): Promise<[World, Browser]> {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  return [world, browser];
}

describe("the synchronizer token (X-03, N-10)", () => {
  it("is another text on every page, and each of them is good, again and again (T-15)", async () => {
    const [world, browser] = await signedIn();
    const calls = world.store.calls.length;
    const tokens = await Promise.all(Array.from({ length: 50 }, () => tokenOf(browser)));
    expect(new Set(tokens).size).toBe(50);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{86}$/);
    for (const token of [...tokens, ...tokens]) expect(await passes(browser, token)).toBe(true);
    // Two halves that hide each other: no character of a page's token is the same on all pages (BREACH).
    for (let at = 0; at < 86; at++) expect(new Set(tokens.map((token) => token[at])).size).toBeGreaterThan(5);
    expect(world.store.calls.slice(calls).every(([operation]) => operation === "read")).toBe(true);
  });

  it("is nobody else's", async () => {
    const [world, browser] = await signedIn();
    const mallory = world.browser();
    await mallory.visit((session) => session.login("mallory"));
    expect(await passes(browser, await tokenOf(mallory))).toBe(false);
    expect(world.events.at(-1)?.type).toBe("csrf_refused");
    expect(await passes(world.browser(), await tokenOf(browser))).toBe(false);
  });

  it.each(["login", "rotate", "logout", "regenerate"] as const)(
    "dies with the old token at %s (V-04, T-15)",
    async (verb) => {
      const [, browser] = await signedIn();
      const old = await tokenOf(browser);
      await browser.visit(async (session, request) => {
        await (verb === "login" ? session.login("alice") : session[verb]());
        expect(
          await request.session.requireCsrfToken(old).catch((error: { code: string }) => error.code),
        ).toBe("CSRF_TOKEN");
      });
      expect(await passes(browser, old)).toBe(false);
      expect(await passes(browser, await tokenOf(browser))).toBe(true);
    },
  );

  it("begins an anonymous session, and is good in its next request (X-06)", async () => {
    const world = new World();
    const browser = world.browser();
    const token = await tokenOf(browser);
    expect(world.store.records.size).toBe(1);
    expect(await passes(browser, token)).toBe(true);
    await browser.visit((session) => session.login("alice"));
    expect(await passes(browser, token)).toBe(false);
  });

  it("of two pages that are opened at once, both are good", async () => {
    const [, browser] = await signedIn();
    const [one, two] = await Promise.all([browser.begin(), browser.begin()]);
    const tokens = [await one.session.newCsrfToken(), await two.session.newCsrfToken()];
    await Promise.all([one.end(), two.end()]);
    for (const token of tokens) expect(await passes(browser, token)).toBe(true);
  });

  it("stands nowhere in the store, and is neither the cookie nor its key", async () => {
    const [world, browser] = await signedIn();
    const token = await tokenOf(browser);
    const secrets = [browser.cookie?.split("=")[1] ?? "", ...world.store.records.keys()];
    const stored = JSON.stringify([...world.store.records]);
    for (const half of [token.slice(0, 43), token.slice(43)]) {
      expect(stored).not.toContain(half);
      expect(secrets.some((secret) => secret.includes(half))).toBe(false);
    }
  });

  it("every character counts", async () => {
    const [, browser] = await signedIn();
    const token = await tokenOf(browser);
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === "A" ? "B" : "A";
      expect(await passes(browser, token.slice(0, at) + other + token.slice(at + 1)), String(at)).toBe(false);
    }
  });

  it.each([
    undefined,
    null,
    "",
    0,
    {},
    [],
    ["x"],
    true,
    "A".repeat(85),
    "A".repeat(87),
    "A".repeat(86),
    "=".repeat(86),
  ])("%j does not pass", async (token) => {
    const [, browser] = await signedIn();
    expect(await passes(browser, token)).toBe(false);
  });

  it("takes a callback, and says what to do when it is missing or old", async () => {
    const [, browser] = await signedIn();
    const { session } = await browser.begin();
    const token = await new Promise<string | undefined>((resolve) =>
      session.newCsrfToken((_, made) => resolve(made)),
    );
    await session.requireCsrfToken(token);
    await expect(session.requireCsrfToken(undefined)).rejects.toThrow("newCsrfToken()");
    await expect(session.requireCsrfToken("old")).rejects.toThrow("Load the page again");
  });
});

it("csrf_refused names no session where there is none", async () => {
  const world = new World();
  const request = await world.browser().begin();
  await request.session.requireCsrfToken("x").catch(() => undefined);
  const [event] = world.events;
  expect(event).toMatchObject({ type: "csrf_refused" });
  expect(event).not.toHaveProperty("id");
});

it("an array, or another kind of token, is told of as such", async () => {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  const request = await browser.begin();
  const error = await request.session.requireCsrfToken({ value: "x" }).then(String, String);
  expect(error).not.toMatch(/from before a login/);
});
