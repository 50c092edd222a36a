import { useBrowser } from "@sess/test-browser/use-browser.js";
import { beforeAll, expect, test, vi } from "vitest";
import { ports } from "../../ports.js";
import { start } from "../../start.js";

const visitor = useBrowser();

beforeAll(async () => {
  // Express and Koa print every error that nobody handles, a 401 included.
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  const close = await start(0, "127.0.0.1");
  return async () => {
    await close();
    printed.mockRestore();
  };
});

test("signed in at one, known at the others; signed out at one, a stranger to all", async () => {
  const page = await (await visitor()).newPage();
  await page.goto(`http://127.0.0.1:${ports.get("Express")}`);
  await page.getByText("You are not signed in.").waitFor();
  await page.getByRole("button", { name: "Sign in" }).click();

  for (const framework of ["Fastify", "Koa", "Express"]) {
    await page.getByRole("link", { name: framework }).click();
    await page.getByRole("heading", { name: `${framework} answers` }).waitFor();
    await page.getByText("You are ada.").waitFor();
    await page.getByRole("link", { name: "Private page" }).click();
    await page.getByRole("link", { name: "Back" }).click();
  }
  await page.getByRole("link", { name: "Private page" }).click();
  await page.getByText("Express: 2, Fastify: 1, Koa: 1").waitFor();
  await page.getByRole("link", { name: "Back" }).click();

  await page.getByRole("link", { name: "Koa" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are not signed in.").waitFor();
  for (const [framework, port] of ports) {
    const answer = await page.goto(`http://127.0.0.1:${port}/private`);
    expect([framework, answer?.status()]).toEqual([framework, 401]);
  }
});
