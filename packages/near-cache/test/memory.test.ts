import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import type { StoredRecord } from "@sess/core";
import { Entries } from "../src/entries.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const SESSIONS = 32;
const MIB = 2 ** 20;
const source = { barrier: () => Promise.resolve() };
const record: StoredRecord = Object.freeze({ fields: {}, version: 1, expiresAt: 2 });

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

it("what is changed over and over takes no more memory than once", () => {
  const entries = new Entries(10_000, 2 ** 25);
  const write = (i: number): void => {
    const key = `key ${i % SESSIONS}`;
    entries.delete(key);
    entries.set(key, { record, source, endsAt: 2 });
  };
  for (let i = 0; i < 10_000; i++) write(i);
  const before = heapUsed();
  for (let i = 0; i < 200_000; i++) write(i);
  expect(heapUsed() - before).toBeLessThan(2 * MIB);
  expect(entries.size).toBe(SESSIONS);
});
