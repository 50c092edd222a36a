import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { createSessions } from "@sess/core";
import { redisStore } from "@sess/store-redis";
import { startRedis, type RedisServer } from "@sess/test-redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeRecord } from "../src/frame.js";
import { Browser } from "./support/browser.js";

/** What the page for operators says of keys and values, tried out. */
describe("docs/operating-redis.md", () => {
  let page: string;
  let server: RedisServer;

  beforeAll(async () => {
    page = await readFile(new URL("../../../docs/operating-redis.md", import.meta.url), "utf8");
    server = await startRedis();
  });

  afterAll(() => server.stop());

  it("shows a session as it is stored", () => {
    const text = /^1\d{13}.*$/m.exec(page)?.[0] ?? "";
    const record = decodeRecord(text);
    expect(record).toMatchObject({ version: 3, expiresAt: 1_795_312_800_000 });
    expect(Object.keys(record?.fields ?? {})).toEqual(["$", "theme"]);
    expect(record?.fields["$"]).toMatch(/^1[\w-]{22} mwr5tdc0 h5a80 0 42$/);
  });

  it("leads from a token, and from a user id, to the session", async () => {
    const client = new Redis(server.url, { lazyConnect: true });
    const sessions = createSessions({ store: redisStore(client) });
    const browser = new Browser(sessions);
    await browser.visit((session) => session.login("42"));

    const [ofToken, ofUser] = page.match(/printf .*? tr -d =/g) ?? [];
    const run = async (line: string | undefined): Promise<string> => {
      const env = { ...process.env, TOKEN: browser.cookie?.split("=")[1] };
      const { stdout } = await promisify(execFile)("sh", ["-c", line ?? "false"], { env });
      return stdout.trim();
    };
    const key = await run(ofToken);
    expect(await client.exists(`sess:${key}`)).toBe(1);
    expect(await client.zrange(`sess:user:${await run(ofUser)}`, "0", "-1")).toEqual([key]);
    await sessions.close();
    client.disconnect();
  });
});
