/* global document, indexedDB */
import { join } from "node:path";
import { run } from "@sess-example/shared/run.js";
import { useBrowser } from "@sess/test-browser/use-browser.js";
import { build } from "vite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const root = join(import.meta.dirname, "../..");
const visitor = useBrowser();

/** @type {ReturnType<typeof run>} */
let server;
beforeAll(async () => {
  // As outside of a test: else it is React's development build.
  vi.stubEnv("NODE_ENV", "production");
  await build({ root, logLevel: "warn" });
  vi.unstubAllEnvs();
  server = run(root);
  await server.opened();
});
afterAll(() => server.stop());

/** A tab that is not in front is drawn once a second. @param {import("@sess/test-browser").Page} page */
async function signIn(page) {
  await page.bringToFront();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("You are ada.").waitFor();
}

/** @param {import("@sess/test-browser").Page} page @param {string} text */
async function add(page, text) {
  await page.bringToFront();
  await page.getByRole("textbox", { name: "Note" }).fill(text);
  await page.getByRole("button", { name: "Add" }).click();
}

test("a user signs in, writes a note, comes back to it, and signs out", async () => {
  const browser = await visitor();
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(server.url);
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").filter({ hasText: "Name or password is wrong." }).waitFor();
  await page.getByLabel("Password").fill("lovelace");
  await signIn(page);
  expect(await page.getByRole("alert").count()).toBe(0);

  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.method() === "POST" && sent.url().endsWith("/notes")),
    add(page, "<b>Buy ink</b>"),
  ]);
  expect(request.headers()["x-csrf-token"]).toHaveLength(86);
  await page.getByRole("listitem").filter({ hasText: "<b>Buy ink</b>" }).waitFor();
  await page.reload();
  await page.getByRole("listitem").filter({ hasText: "<b>Buy ink</b>" }).waitFor();

  // Nothing that a script could steal and use elsewhere.
  expect(
    await page.evaluate(async () => ({
      cookie: document.cookie,
      stored: localStorage.length + sessionStorage.length + (await indexedDB.databases()).length,
    })),
  ).toEqual({ cookie: "", stored: 0 });
  expect(await browser.cookies()).toMatchObject([{ httpOnly: true, sameSite: "Lax" }]);

  // Among them would be what the Content-Security-Policy has kept from running.
  expect(complaints).toEqual([expect.stringContaining("status of 401")]);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(await page.evaluate(async () => (await fetch("/api/notes")).status)).toBe(401);
});

test("signed out in another tab, a page asks to sign in; signed in again there, it goes on", async () => {
  const browser = await visitor();
  const [page, other] = [await browser.newPage(), await browser.newPage()];
  for (const tab of [page, other]) await tab.goto(server.url);
  await signIn(page);
  await other.bringToFront();
  await other.reload();
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.getByRole("button", { name: "Sign in" }).waitFor();
  await add(page, "too late");
  await page.getByText("Your session is over. Sign in again.").waitFor();

  await signIn(page);
  await other.reload();
  await other.getByText("You are ada.").waitFor();
  // Another login: the page's token is of the session before it.
  await other.evaluate(() =>
    fetch("/api/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "ada", password: "lovelace" }),
    }),
  );
  await add(page, "once more");
  await page.getByText("Try once more.").waitFor();
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByRole("listitem").filter({ hasText: "once more" }).waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(await page.getByText("too late").count()).toBe(0);
});
