import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { run } from "@sess-example/shared/run.js";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "..");

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

/** @param {string[]} lines */
async function inShell(lines) {
  const folder = await mkdtemp(join(tmpdir(), "three-"));
  const answers = [];
  for (const line of lines) {
    answers.push((await promisify(execFile)("sh", ["-c", line], { cwd: folder })).stdout);
  }
  await rm(folder, { recursive: true });
  return answers;
}

/** The same where curl is missing: with as much of it as these lines need. @param {string[]} lines */
async function withoutCurl(lines) {
  let cookie = "";
  const answers = [];
  for (const line of lines) {
    const form = / -d "([^"]*)"/.exec(line)?.[1];
    const origin = /-H "Origin: ([^"]*)"/.exec(line)?.[1];
    const response = await fetch(/http:\S+$/.exec(line)?.[0] ?? "", {
      method: form !== undefined || line.includes("-X POST") ? "POST" : "GET",
      headers: { ...(line.includes(" -b ") && { Cookie: cookie }), ...(origin && { Origin: origin }) },
      body: form === undefined ? null : new URLSearchParams(form),
      redirect: "manual",
    });
    if (line.includes(" -c ")) cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    answers.push(`HTTP/1.1 ${response.status}\r\n\r\n${await response.text()}`);
  }
  return answers;
}

test("the server prints lines that work, says when a port is taken, and closes", async () => {
  const running = run(folder);
  await running.opened();
  const urls = [...running.output.matchAll(/^ {2}(\w+) +(http:\S+)$/gm)].map(([, name, url]) => [name, url]);
  expect(urls.map(([name]) => name)).toEqual(["Express", "Fastify", "Koa"]);

  const lines = [...running.output.matchAll(/^ +(curl .*)$/gm)].map(([, line]) => line ?? "");
  const answers = hasCurl ? await inShell(lines) : await withoutCurl(lines);
  expect(answers.map((answer) => /^HTTP\S+ (\d+)/.exec(answer)?.[1])).toEqual([
    "302",
    "200",
    "200",
    "302",
    "401",
  ]);
  expect(answers[1]).toContain("Only for you, ada.");

  const port = new URL(urls[0]?.[1] ?? "").port;
  const second = run(folder, { PORT: port });
  expect(await second.exited).toBe(1);
  expect(second.output).toContain(`Cannot listen on ports ${port}`);

  running.child.kill("SIGTERM");
  expect(await running.exited).toBe(0);
});
