import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { browser } from "./client.js";

// tsx, because the packages' source is TypeScript here. What is installed from npm needs nothing of the kind.
const flags = ["--conditions=@sess/source", "--import", import.meta.resolve("tsx")];

/** Runs server.js as the README says. @param {Record<string, string>} env */
function run(env) {
  const child = spawn(process.execPath, [...flags, "--import", "./instrumentation.js", "server.js"], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, NODE_ENV: "development", HOST: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const running = { child, output: "", exited: new Promise((resolve) => child.once("close", resolve)) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (running.output += text));
  }
  return running;
}

test("the server prints spans and, at the end, the counter; no secret is among them", async () => {
  const running = run({ PORT: "0" });
  await vi.waitFor(() => expect(running.output).toContain("Ctrl+C"), { timeout: 40_000 });
  const url = /http:\S+/.exec(running.output)?.[0] ?? "";
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

  const second = run({ PORT: new URL(url).port });
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
