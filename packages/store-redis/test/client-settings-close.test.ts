import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startRedis, until, type RedisServer } from "@sess/test-redis";
import { build } from "tsup";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openApp } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { Customer } from "./support/customer.js";

const TIMEOUT_MS = 1000;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe.each(CLIENTS)("%s: a store that is closed", (_, makeClient) => {
  it("leaves no connection, and refuses at once", async () => {
    const server = await startRedis();
    const { sessions, store } = openApp(makeClient({ port: server.port }), TIMEOUT_MS);
    const feed = store.invalidations.listen(() => undefined);
    await store.read("key");
    await until("it listens", () => feed.sourceOf("key"));
    await sessions.close();
    expect(feed.sourceOf("key")).toBe(undefined);
    await until("only one who asks is left", async () => {
      const clients = String(await server.command("CLIENT", "LIST"));
      return clients.trim().split("\n").length === 1;
    });
    const refused = store.patch("key", {}).catch(String);
    const later = new Promise((resolve) => setImmediate(resolve, "later"));
    expect(await Promise.race([refused, later])).toMatch(/was closed/);
    await server.stop();
  });
});

describe("a process ends by itself after close()", () => {
  const folder = here("../.cache/short-life");

  beforeAll(async () => {
    await build({
      config: false,
      entry: [here("support/short-life.ts")],
      format: "esm",
      outDir: folder,
      noExternal: [/^@sess/],
      external: ["ioredis"],
      silent: true,
      esbuildOptions: (options) => void (options.conditions = ["@sess/source"]),
    });
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each<[string, (server: RedisServer) => unknown]>([
    ["when all is well", () => undefined],
    ["when there is no server any more", (server) => server.kill()],
    ["when the server stands still", (server) => server.pause()],
  ])("%s", async (_, happens) => {
    const server = await startRedis();
    const process_ = spawn(process.execPath, [`${folder}/short-life.js`, String(server.port)]);
    const ended = once(process_, "exit");
    let printed = "";
    for (const stream of [process_.stdout, process_.stderr])
      stream.on("data", (text) => (printed += String(text)));
    await until("it has used the store", () => printed.includes("used"));
    await happens(server);
    process_.stdin.write("close\n");
    // Otherwise this test takes too long.
    expect(await ended).toEqual([0, null]);
    expect(printed).toBe("used\n");
    await server.stop();
  });
});

describe.each(CLIENTS)("%s: an outage", (_, makeClient) => {
  afterEach(() => void vi.restoreAllMocks());

  it("prints nothing: events tell of it", async () => {
    const print = vi.fn();
    for (const method of ["log", "warn", "error"] as const)
      vi.spyOn(console, method).mockImplementation(print);
    const server = await startRedis();
    const app = openApp(makeClient({ port: server.port }), TIMEOUT_MS);
    const feed = app.store.invalidations.listen(() => undefined);
    const customer = new Customer(app.sessions, "customer", TIMEOUT_MS);
    await customer.login();
    await server.kill();
    await customer.visitUntilFailure();
    await server.restart();
    await until("the store answers", async () => (await app.store.read("none")) ?? true);
    await until("it listens", () => feed.sourceOf("key"));
    await feed.close();
    await app.sessions.close();
    await server.stop();
    expect(print).not.toHaveBeenCalled();
    expect(app.events).toContainEqual(expect.objectContaining({ type: "store_failed" }));
  });
});
