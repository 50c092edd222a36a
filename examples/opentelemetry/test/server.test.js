import { join } from "node:path";
import { run } from "@sess-example/shared/run.js";
import { expect, test } from "vitest";
import { browser } from "./client.js";

const folder = join(import.meta.dirname, "..");
const flags = ["--import", "./instrumentation.js"];

test("the server prints spans and, at the end, the counter; no secret is among them", async () => {
  const running = run(folder, {}, flags);
  await running.opened();
  const { url } = running;
  const before = running.output.length;
  const user = browser(url);
  expect((await user.get("/private")).status).toBe(401);
  expect((await user.post("/login", { name: "ada", password: "wrong" })).status).toBe(401);
  expect((await user.signIn()).status).toBe(302);
  expect((await user.get("/")).body).toContain("You are ada");
  await user.post("/private", { note: "canary-note" });
  const { body } = await user.get("/private");
  expect(body).toContain('value="canary-note"');
  const handle = /<code>(.+)<\/code>/.exec(body)?.[1] ?? "none";
  const token = user.cookie().split("=")[1] ?? "";
  expect((await user.post("/logout", {}, { "Sec-Fetch-Site": "cross-site" })).body).toContain("another site");
  await user.post("/logout");
  await user.signIn();
  await user.post("/logout-everywhere");
  expect((await user.get("/private")).status).toBe(401);

  const second = run(folder, { PORT: new URL(url).port }, flags);
  expect(await second.exited).toBe(1);
  expect(second.output).toContain(`Cannot listen on port ${new URL(url).port}`);

  running.child.kill("SIGTERM");
  expect(await running.exited).toBe(0);
  const printed = running.output.slice(before);
  for (const text of ["sess.login", "sess.cross_origin", "sess.user_revoked", "sess.events", handle]) {
    expect(printed).toContain(text);
  }
  expect(token).toHaveLength(44);
  for (const secret of [token, "canary-note", "lovelace"]) expect(printed).not.toContain(secret);
  // As a word: the ids of spans are hexadecimal, and may have these letters.
  expect(printed).not.toMatch(/\bada\b/);
});
