import { access } from "node:fs/promises";
import { afterEach, expect, test } from "vitest";
import { startRedis, until } from "../index.js";

/** @type {import("../index.js").RedisServer[]} */
const started = [];
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

/** @param {import("../index.js").RedisOptions} [options] */
async function redis(options) {
  const server = await startRedis(options);
  started.push(server);
  return server;
}

/** @param {number | undefined} pid */
function isRunning(pid) {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("it answers, and says what it is", async () => {
  const server = await redis();
  expect(await server.command("PING")).toBe("PONG");
  expect(await server.command("INFO", "server")).toContain(`tcp_port:${server.port}`);
  expect(server.url).toBe(`redis://127.0.0.1:${server.port}`);
  expect(server.flavour).toMatch(/^(redis|valkey)-\d/);
  expect(server.flavour).toContain(server.version);
});

test("kill, and restart on the same port, without data", async () => {
  const server = await redis();
  const { pid, port } = server;
  await server.command("SET", "a", 1);
  await server.kill();
  expect(server.pid).toBeUndefined();
  expect(isRunning(pid)).toBe(false);
  await expect(server.command("PING")).rejects.toThrow();
  await server.restart();
  expect(server.pid).not.toBe(pid);
  expect(server.port).toBe(port);
  expect(await server.command("GET", "a")).toBeNull();
});

test("paused, it answers nothing; resumed, it answers what came meanwhile", async () => {
  const server = await redis();
  server.pause();
  /** @type {unknown} */
  let answer;
  const asked = server.command("PING").then((reply) => (answer = reply));
  await expect(until("an answer", () => answer, 300)).rejects.toThrow("in vain: an answer");
  server.resume();
  expect(await asked).toBe("PONG");
});

test("stop leaves nothing behind, even of a paused server, and may come twice", async () => {
  const server = await redis();
  const { pid } = server;
  const [, folder] = /** @type {string[]} */ (await server.command("CONFIG", "GET", "dir"));
  server.pause();
  await server.stop();
  await server.stop();
  expect(isRunning(pid)).toBe(false);
  await expect(access(String(folder))).rejects.toThrow("ENOENT");
});

test("config: one line, or several of one name", async () => {
  const config = { maxmemory: "10mb", user: ["ada on >one ~a:* +get", "eve on >two ~e:* +get"] };
  const server = await redis({ config });
  expect(await server.command("CONFIG", "GET", "maxmemory")).toEqual(["maxmemory", "10485760"]);
  expect(await server.command("ACL", "USERS")).toEqual(["ada", "default", "eve"]);
});

test("a password is used for its own commands", async () => {
  const server = await redis({ config: { requirepass: "secret" } });
  expect(await server.command("PING")).toBe("PONG");
});

test("TLS, with a certificate of its own", async () => {
  const server = await redis({ tls: true });
  expect(server.url).toMatch(/^rediss:/);
  expect(server.ca).toContain("BEGIN CERTIFICATE");
  expect(await server.command("PING")).toBe("PONG");
});

test("a server that does not start says why", async () => {
  await expect(redis({ config: { "no-such-setting": 1 } })).rejects.toThrow(/no-such-setting/);
});

test("the server's own errors come through", async () => {
  const server = await redis();
  await expect(server.command("NO-SUCH-COMMAND")).rejects.toThrow(/unknown command/);
});
