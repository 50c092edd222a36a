import { useBrowser } from "@sess/test-browser/use-browser.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { start } from "../client.js";

const visitor = useBrowser();

/** @type {Awaited<ReturnType<typeof start>>} */
let server;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());

/** @param {import("@sess/test-browser").Page} page */
async function signIn(page) {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("Name").fill("ada");
  await page.getByLabel("Password").fill("lovelace");
  await page.locator("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

test("a user shops, signs in, signs another device out, and then this one", async () => {
  const [page, phone] = [await (await visitor()).newPage(), await (await visitor()).newPage()];
  await page.goto(`${server.url}/shop`);
  await page.getByRole("button", { name: "Click 20 times at once" }).click();
  await page.getByText("20 clicks at once, 20 counted.").waitFor();
  for (const device of [page, phone]) await signIn(device);
  await page.goto(`${server.url}/shop`);
  await page.getByRole("heading", { name: "Your cart (20)" }).waitFor();

  await page.goto(`${server.url}/devices`);
  await page.getByRole("listitem").getByRole("button").click();
  await page.getByText("Signed out of Chrome").waitFor();
  await phone.goto(`${server.url}/profile`);
  await phone.getByRole("heading", { name: "Sign in" }).waitFor();

  await page.getByRole("link", { name: "Profile" }).click();
  await page.getByText("You are signed in as ada.").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Welcome" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const headers = { Accept: "application/json" };
  expect((await page.request.get(`${server.url}/profile`, { headers })).status()).toBe(401);
});
