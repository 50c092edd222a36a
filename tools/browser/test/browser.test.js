import { once } from "node:events";
import { createServer } from "node:https";
import { expect, onTestFinished, test } from "vitest";
import { certificate, startBrowser } from "../index.js";

async function serve() {
  const server = createServer({ ...certificate }, (_req, res) => {
    res.setHeader("Content-Type", "text/html");
    res.end("<span>i</span> <span>WWWW</span>");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `https://app.test:${port}/`;
}

test("a page of a .test host over TLS is rendered, with the glyphs of a font", async () => {
  const browser = await startBrowser();
  onTestFinished(() => browser.stop());
  const page = await (await browser.visitor()).newPage();
  await page.goto(await serve());
  const [narrow, wide] = await Promise.all(
    ["i", "WWWW"].map((text) => page.getByText(text, { exact: true }).boundingBox()),
  );
  expect(wide?.width).toBeGreaterThan(8 * (narrow?.width ?? NaN));
  expect(await page.evaluate("isSecureContext")).toBe(true);
});
