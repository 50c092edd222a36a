import { createServer as createPlainServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { expressSession } from "@sess/express";
import { certificate, startBrowser, type TestBrowser } from "@sess/test-browser";
import { signIn } from "@sess/testing";
import express from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listening, sessionsFor } from "./support/apps.js";

let browser: TestBrowser;
beforeAll(async () => void (browser = await startBrowser()), 120_000);
afterAll(() => browser.stop());

it.each(["http", "https"])("Chromium takes the cookie, and sends it over %s", async (scheme) => {
  const sessions = sessionsFor();
  const app = express().use(expressSession(sessions));
  app.get("/", (req, res) => void res.send(sessions.from(req).userId ?? "nobody"));
  const port = await listening(
    scheme === "https" ? createTlsServer(certificate, app) : createPlainServer(app),
  );
  const url = `${scheme}://localhost:${port}`;
  const context = await browser.visitor();
  await context.addCookies([await signIn(sessions, "alice", { url })]);
  const page = await context.newPage();
  await page.goto(url);
  expect(await page.textContent("body")).toBe("alice");
  expect(await page.evaluate("document.cookie")).toBe("");
});
