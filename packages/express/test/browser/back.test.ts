import { requireLogin } from "@sess/express";
import type { Page } from "@sess/test-browser";
import { describe, expect, it } from "vitest";
import { jsonErrors } from "../support/handlers.js";
import { useBrowser } from "./support/browser.js";
import { shop, signIn, signOut } from "./support/shop.js";
import { html, site } from "./support/sites.js";

const visitor = useBrowser();

const secret = "Balance: 1000";

/** A visitor who is signed in to a shop that has private pages, alike but for how they are answered. */
async function customer(): Promise<{ page: Page; origin: string }> {
  const { app, sessions } = shop();
  const statement = html(
    `<h1>${secret}</h1><form method="post" action="/logout"><button>Sign out</button></form>`,
  );
  app.get("/strict", requireLogin(), (_req, res) => {
    res.set("Cache-Control", "no-store").send(statement);
  });
  app.get("/renewed", requireLogin(), async (req, res) => {
    await sessions.from(req).rotate();
    res.send(statement);
  });
  app.post("/direct", async (req, res) => {
    await sessions.from(req).login("ada");
    res.send(statement);
  });
  app.use(jsonErrors);
  const origin = await site("app.test", app);
  const page = await (await visitor()).newPage();
  await signIn(page, origin, "ada");
  return { page, origin };
}

const isShown = (page: Page): Promise<void> => page.getByRole("heading", { name: secret }).waitFor();

/** Goes one page back, and reads what is there: restored, out of the cache, or asked for again. */
async function back(page: Page): Promise<string> {
  // Not until "load", which a restored page has behind it.
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => document.readyState === "complete");
  return page.innerText("body");
}

describe("the back button after a logout", () => {
  it("does not restore a private page that is marked no-store (SESS-06, 14.3.2)", async () => {
    const { page, origin } = await customer();
    await page.goto(`${origin}/strict`);
    await page.evaluate(() => Object.assign(window, { restored: true }));
    // Without a logout it does: else this test could not fail.
    await page.goto(origin);
    expect(await back(page)).toContain(secret);
    expect(await page.evaluate(() => "restored" in window)).toBe(true);

    await signOut(page);
    expect(await back(page)).toContain("LOGIN_REQUIRED");
  });

  it.each([
    ["came with a new cookie", "/renewed"],
    ["only read the session", "/account"],
  ])("does not show a private page that %s, from the cache (SESS-06, D-20)", async (_how, path) => {
    const { page, origin } = await customer();
    // A page with an opener is never restored: what its back button shows comes from the cache, or from the server.
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      page.evaluate((url) => void window.open(url), path),
    ]);
    await signOut(popup);
    expect(popup.url()).toBe(`${origin}/`);
    expect(await back(popup)).toContain("LOGIN_REQUIRED");
  });

  it("does not show a private page that answered the login itself (SESS-06, 14.3.2)", async () => {
    const { page, origin } = await customer();
    await page.goto(origin);
    await page.evaluate(() => {
      document.forms[0]!.action = "/direct";
    });
    await page.getByRole("button", { name: "Sign in" }).click();
    await isShown(page);
    await signOut(page);
    const answers: string[] = [];
    page.on("requestfailed", (request) => answers.push(request.failure()!.errorText));
    await page.goBack({ waitUntil: "commit" }).catch(() => {});
    await expect.poll(() => answers).toEqual(["net::ERR_CACHE_MISS"]);
    expect(await page.innerText("body")).not.toContain(secret);
  });
});
