import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { curl } from "@sess/test-visitor/curl.js";
import { run } from "./process.js";

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

describe("what the server prints at its start", () => {
  /** @type {import("./process.js").Running} */
  let running;
  /** @type {string} */
  let folder;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "account-"));
    running = run({});
    await running.opened();
  }, 20_000);
  afterAll(async () => {
    running.child.kill();
    await rm(folder, { recursive: true });
  });

  const lines = () => running.output.split("\n").flatMap((line) => /^ +(curl .*)$/.exec(line)?.[1] ?? []);

  /** @param {string[]} answers */
  function expectWhatIsPromised(answers) {
    expect(answers.map((answer) => /^HTTP\S+ (\d+)/.exec(answer)?.[1])).toEqual(["303", "200", "303", "401"]);
    expect(answers[1]).toContain('"user":"ada"');
    expect(answers[3]).toContain("Sign in to see this.");
  }

  test.runIf(hasCurl)("works line by line in a shell", async () => {
    const shell = promisify(execFile);
    const answers = [];
    for (const line of lines()) answers.push((await shell("sh", ["-c", line], { cwd: folder })).stdout);
    expectWhatIsPromised(answers);
  });

  test("works line by line without curl", async () => {
    const files = new Map();
    const answers = [];
    for (const line of lines()) answers.push(await curl(line, files));
    expectWhatIsPromised(answers);
  });
});

test("the server closes when it is told to", async () => {
  const running = run({});
  await running.opened();
  running.child.kill("SIGTERM");
  expect(await running.exited).toBe(0);
});

test("an unknown store is a clear error", async () => {
  const running = run({ STORE: "punchcards" });
  expect(await running.exited).toBe(1);
  expect(running.output).toContain('STORE is "punchcards"; it must be one of: memory, redis.');
});
