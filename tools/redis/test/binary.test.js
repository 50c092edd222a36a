import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findBinary } from "../binary.js";
import { cacheFolder } from "../cache.js";
import { fits } from "../flavours.js";
import { startRedis } from "../index.js";

/** @type {string} */
let folder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sess-binary-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string} path @param {string} text */
async function script(path, text) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
}

/** A machine with nothing but what the test has put into `bin`. */
function bareMachine() {
  vi.stubEnv("PATH", join(folder, "bin"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.stubEnv("SESS_REDIS_SERVER", "");
}

test("a flavour names a kind, and the beginning of a version", () => {
  expect(fits("redis-7.0.15", "redis-7.0")).toBe(true);
  expect(fits("redis-7.0.15", "redis")).toBe(true);
  expect(fits("redis-7.0.15", undefined)).toBe(true);
  expect(fits("redis-70.1", "redis-7")).toBe(false);
  expect(fits("valkey-8.1.1", "redis-8")).toBe(false);
});

test("PATH first, unless another flavour is asked for", async () => {
  await script("bin/redis-server", 'echo "Redis server v=6.2.1 sha=0"');
  await script("bin/valkey-server", 'echo "Valkey server v=7.2.5 sha=0"');
  bareMachine();
  expect(await findBinary()).toMatchObject({ command: "redis-server", flavour: "redis-6.2.1" });
  expect(await findBinary("valkey-7")).toMatchObject({ command: "valkey-server", version: "7.2.5" });
  vi.stubEnv("SESS_REDIS_SERVER", "valkey");
  expect(await findBinary()).toMatchObject({ command: "valkey-server" });
  await expect(findBinary("redis-5")).rejects.toThrow("Only these can be fetched: redis-7.0");
});

test("with no way to a server, the error says what to type", async () => {
  bareMachine();
  await expect(startRedis()).rejects.toThrow(
    /no Redis server on PATH[^]*apt-get install redis-server[^]*brew/,
  );
});

test.runIf(process.platform === "linux")("each way that was tried says why it failed", async () => {
  await linkTools("flock");
  bareMachine();
  await expect(startRedis()).rejects.toThrow(/apt: there is none\s+docker: it does not answer/);
});

/** @param {string[]} names */
async function linkTools(...names) {
  await mkdir(join(folder, "bin"), { recursive: true });
  for (const name of names) {
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", `command -v ${name}`]);
    await symlink(stdout.trim(), join(folder, "bin", name));
  }
}

test.runIf(process.platform === "linux")("several processes, an empty cache: one fetches", async () => {
  await linkTools("flock", "tar", "sleep");
  const [triple, loader] =
    process.arch === "arm64"
      ? ["aarch64-linux-gnu", "ld-linux-aarch64.so.1"]
      : ["x86_64-linux-gnu", "ld-linux-x86-64.so.2"];
  await script(`image/usr/lib/${triple}/${loader}`, 'echo "Redis server v=7.0.99 sha=0"');
  await script("image/usr/local/bin/redis-server", "");
  await script(
    "bin/docker",
    `echo "$*" >>${folder}/calls
     case $1 in
       create) echo container ;;
       export) tar -cf "$3" -C ${folder}/image usr ;;
     esac`,
  );
  bareMachine();
  const prefetch = new URL("../prefetch.js", import.meta.url).pathname;
  const runs = Array.from({ length: 3 }, () => promisify(execFile)(process.execPath, [prefetch]));
  for (const { stdout } of await Promise.all(runs)) expect(stdout).toMatch(/^redis-7\.0\.99: /);
  const calls = await readFile(join(folder, "calls"), "utf8");
  expect(calls.match(/^\w+/gm)).toEqual(["info", "create", "export", "rm"]);
});

test("with an empty HOME, the cache is where the system says that home is", () => {
  vi.stubEnv("XDG_CACHE_HOME", "");
  vi.stubEnv("HOME", "");
  expect(cacheFolder()).toBe(join(userInfo().homedir, ".cache/sess-redis"));
});
