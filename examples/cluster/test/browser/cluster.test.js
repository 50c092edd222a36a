import { join } from "node:path";
import { run } from "@sess-example/shared/run.js";
import { useBrowser } from "@sess/test-browser/use-browser.js";
import { afterAll, beforeAll, expect, test } from "vitest";

const visitor = useBrowser();
const cluster = run(join(import.meta.dirname, "../.."));

beforeAll(async () => {
  await cluster.opened();
});
afterAll(async () => expect(await cluster.stop()).toBe(0));

/** @param {import("@sess/test-browser").Page} page */
async function signIn(page) {
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("You are ada.").waitFor();
}

/** Which nodes take a page's visitor for signed in. @param {import("@sess/test-browser").Page} page */
const statuses = (page) =>
  Promise.all(
    ["A", "B"].map(async (node) => (await page.request.get(`${cluster.url}/me?node=${node}`)).status()),
  );

/** @param {import("@sess/test-browser").Page} page @param {string} id */
const number = async (page, id) => Number.parseFloat(await page.locator(id).innerText());

test("what node B ends, node A refuses, and the page says after how many milliseconds", async () => {
  const [page, elsewhere] = [await (await visitor()).newPage(), await (await visitor()).newPage()];
  for (const one of [page, elsewhere]) {
    await one.goto(cluster.url);
    await signIn(one);
  }
  expect(await statuses(page)).toEqual([200, 200]);
  await page.getByRole("button", { name: "Revoke at node B" }).click();
  await page.getByRole("link", { name: "Sign in again" }).waitFor();
  for (const id of ["#refused", "#answered", "#memory"]) expect(await number(page, id)).toBeGreaterThan(0);
  for (const one of [page, elsewhere]) expect(await statuses(one)).toEqual([401, 401]);

  // Once more, and this time node B promises something about nodes that it cannot reach.
  await page.getByRole("link", { name: "Sign in again" }).click();
  await signIn(page);
  await page.getByLabel("Node B answers only").check();
  await page.getByRole("button", { name: "Revoke at node B" }).click();
  await page.getByRole("link", { name: "Sign in again" }).waitFor();
  // The bound that sessions.js sets: nobody could promise it sooner.
  expect(await number(page, "#answered")).toBeGreaterThan(1000);
  expect(await statuses(page)).toEqual([401, 401]);
});

test("the nodes answer by turns, with one session, until its user signs out", async () => {
  const page = await (await visitor()).newPage();
  await page.goto(cluster.url);
  await signIn(page);
  const nodes = [];
  for (let visits = 0; visits < 2; visits++) {
    nodes.push(/Node (\w) has made/.exec(await page.locator("body").innerText())?.[1]);
    await page.reload();
  }
  expect(new Set(nodes)).toEqual(new Set(["A", "B"]));
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(await statuses(page)).toEqual([401, 401]);
});
