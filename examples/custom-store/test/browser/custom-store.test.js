import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@sess-example/shared/run.js";
import { useBrowser } from "@sess/test-browser/use-browser.js";
import { expect, onTestFinished, test } from "vitest";

const visitor = useBrowser();

/** @param {string} folder */
async function texts(folder) {
  const names = await readdir(join(folder, "records"));
  return Promise.all(names.map((name) => readFile(join(folder, "records", name), "utf8")));
}

test("a user stays signed in while the server restarts, and a sign-out removes the file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sess-custom-store-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = run(join(import.meta.dirname, "../.."), { SESSIONS: folder });
  onTestFinished(async () => void (await first.stop()));
  await first.opened();
  const { url } = first;

  const browser = await visitor();
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Note").fill("Buy ink");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("Buy ink").waitFor();
  const [cookie] = await browser.cookies();
  const [text = ""] = await texts(folder);
  expect(text).toContain("Buy ink");
  expect(text).not.toContain(cookie?.value);

  expect(await first.stop()).toBe(0);
  const second = run(join(import.meta.dirname, "../.."), { SESSIONS: folder, PORT: new URL(url).port });
  onTestFinished(async () => void (await second.stop()));
  await second.opened();
  await page.reload();
  expect(await page.getByLabel("Note").inputValue()).toBe("Buy ink");

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  expect(await texts(folder)).toEqual([]);
  const again = await page.request.post(`${url}/note`, {
    headers: { Cookie: `${cookie?.name}=${cookie?.value}`, Origin: url },
  });
  expect(again.status()).toBe(401);
});
