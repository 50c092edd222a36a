// What the suites cannot know: that it is about files.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fileStore } from "../file-store.js";

const minute = 60_000;
const record = { fields: { note: "ink" }, expiresAt: minute, anonymous: false };

/** @type {string} */
let folder;
/** @type {import("@sess/core").SessionStore} */
let store;
beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ["Date", "setInterval", "clearInterval"] });
  folder = mkdtempSync(join(tmpdir(), "sess-file-store-"));
  store = fileStore(folder, { sweepMs: minute });
});
afterEach(async () => {
  await store.close?.();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const files = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());

test("files that are over are removed, and nothing else", async () => {
  await store.create("over", record);
  await store.create("live", { ...record, expiresAt: 3 * minute });
  await store.users?.add("ada", "over", minute);
  await store.users?.add("alan", "live", 3 * minute);
  expect(files()).toHaveLength(4);
  vi.advanceTimersByTime(2 * minute);
  expect(files()).toHaveLength(2);
  expect(await store.read("live")).toMatchObject({ fields: { note: "ink" } });
  expect(await store.users?.list("alan")).toEqual(["live"]);
});

test("what a killed process has left half written is removed, and harms nobody", async () => {
  await store.create("key", { ...record, expiresAt: 3 * minute });
  const [file] = files();
  writeFileSync(join(folder, "records", `${file?.name}.new`), '{"fields":{"no');
  expect(await store.read("key")).toMatchObject({ version: 1 });
  vi.advanceTimersByTime(minute);
  expect(files()).toHaveLength(1);
});

test("a file that cannot be read is a failure of the store, not a session that is missing", async () => {
  await store.create("key", record);
  const [file] = files();
  writeFileSync(join(folder, "records", file?.name ?? ""), "{");
  await expect(store.read("key")).rejects.toThrow();
  vi.advanceTimersByTime(minute);
  expect(files()).toHaveLength(1);
});

test("only their owner can read them, and no key is a file's name", async () => {
  await store.create("../../../key", record);
  const [file] = files();
  expect(file?.name).toMatch(/^[0-9a-f]{64}\.json$/);
  expect(statSync(join(folder, "records", file?.name ?? "")).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "records")).mode & 0o777).toBe(0o700);
});
