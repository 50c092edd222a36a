import { useBrowser } from "@sess/test-browser/use-browser.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { start } from "../client.js";

const visitor = useBrowser();

/** @type {Awaited<ReturnType<typeof start>>} */
let server;
beforeAll(async () => {
  // Nothing is found by the interval here: it comes too late.
  server = await start({ checkEveryMs: 3_600_000 });
});
afterAll(() => server.close());

/** A tab in which somebody has signed in, and is connected. */
async function signedIn(name = "ada", password = "lovelace") {
  const page = await (await visitor()).newPage();
  await page.goto(server.url);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Connected.").waitFor();
  return page;
}

/** @param {import("@sess/test-browser").Page} page @param {string} text */
async function say(page, text) {
  await page.bringToFront();
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

test("two users chat; a new token keeps the chat, and a sign-out in another tab ends it", async () => {
  const [ada, alan] = [await signedIn(), await signedIn("alan", "bletchley")];
  await ada.getByText("Here: ada, alan").waitFor();
  await say(alan, "Hello, <b>Ada</b>");
  await ada.getByRole("listitem").filter({ hasText: "alan Hello, <b>Ada</b>" }).waitFor();

  const tab = await ada.context().newPage();
  await tab.goto(server.url);
  await tab.getByRole("button", { name: "New token" }).click();
  await tab.getByText("Connected.").waitFor();
  await say(ada, "Still here");
  await alan.getByText("Still here").waitFor();

  await tab.bringToFront();
  await tab.getByRole("button", { name: "Sign out" }).click();
  for (const page of [ada, tab]) await page.getByRole("heading", { name: "Sign in to chat" }).waitFor();
  await alan.getByText("Here: alan").waitFor();
  expect(await ada.evaluate(async () => (await fetch("/me")).status)).toBe(401);
  const attempt = ada.evaluate(
    () =>
      new Promise((resolve) => {
        const socket = new WebSocket("/chat");
        socket.onopen = () => resolve("opened");
        socket.onerror = () => resolve("refused");
      }),
  );
  expect(await attempt).toBe("refused");
});
