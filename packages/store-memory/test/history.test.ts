import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BoundedStore } from "../src/bounded-store.js";
import { readOptions } from "../src/options.js";
import { SessionTable } from "../src/session-table.js";
import { Both } from "./support/both.js";
import { ModelMemory } from "./support/model-memory.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const MAX_SESSIONS = 20;
const MOST_SLOTS = MAX_SESSIONS + 500;
const USERS = 6;
const KEYS = 600;
const STEPS = 4_000;
/** Lets a history begin near the bound: it gets there. */
const HEAD_START = 400;

const draws = {
  kind: fc.constantFrom(
    ...(["add", "add", "add", "add", "login", "login", "create", "anonymous", "rotate", "extend"] as const),
    ...(["delete", "logout", "remove", "list", "revoke", "revokeUser"] as const),
  ),
  key: fc.integer({ min: 0, max: KEYS - 1 }),
  other: fc.integer({ min: 0, max: KEYS - 1 }),
  life: fc.constantFrom(0, 300, 3_000, 100_000, 100_000, 100_000, 100_000),
  idle: fc.constantFrom(0, 30, 300, 3_000),
  pause: fc.constantFrom(0, 0, 0, 0, 10),
};
const history = fc.array(fc.record(draws), { minLength: STEPS, maxLength: STEPS, size: "max" });

type Step = typeof history extends fc.Arbitrary<readonly (infer S)[]> ? S : never;

/** A session belongs to one user, as its key is random. */
async function take(both: Both, step: Step): Promise<void> {
  const { kind, life, idle } = step;
  const user = `user ${step.key % USERS}`;
  const key = `key ${step.key}`;
  const other = `key ${step.other - (step.other % USERS) + (step.key % USERS)}`;
  switch (kind) {
    case "add":
      return both.add(user, key, life);
    case "login":
      await both.add(user, key, life);
      await both.create(key, false, idle);
      return both.confirm(user, key, "none");
    case "rotate":
      await both.add(user, key, life);
      await both.create(key, false, idle);
      await both.delete(other);
      return both.confirm(user, key, other);
    case "create":
      return both.create(key, false, idle);
    case "anonymous":
      return both.create(key, true, idle);
    case "extend":
      return both.extend(key, idle);
    case "delete":
      return both.delete(key);
    case "logout":
      await both.delete(key);
      return both.remove(user, key);
    case "remove":
      return both.remove(user, key);
    case "revokeUser":
      for (const revoked of await both.revoke(user, key)) await both.delete(revoked);
      return;
    case "revoke":
      return void (await both.revoke(user, other));
    case "list":
      return both.list(user);
  }
}

describe("a memory store through a long history", () => {
  it("does as its model, stays within its bound, and is empty when all has expired", async () => {
    let fullest = 0;
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const model = new ModelMemory(MAX_SESSIONS, MOST_SLOTS);
        const clock = { now: () => model.now };
        const table = new SessionTable(readOptions({ maxSessions: MAX_SESSIONS, clock }));
        const store = new BoundedStore(table);
        const both = new Both(store, model);
        for (let i = 0; i < HEAD_START; i++) await both.add("user 0", `early ${i}`, 100_000);
        for (const step of steps) {
          model.now += step.pause;
          await take(both, step);
          expect([store.size, table.slots.taken]).toEqual([model.records, model.items]);
          expect(store.size).toBeLessThanOrEqual(MAX_SESSIONS);
          expect(table.slots.taken).toBeLessThanOrEqual(MOST_SLOTS);
          fullest = Math.max(fullest, table.slots.taken);
        }
        for (let i = 0; i < KEYS; i++) await both.read(`key ${i}`);
        for (let i = 0; i < USERS; i++) await both.list(`user ${i}`);
        model.now += 1_000_000;
        vi.advanceTimersByTime(20_000);
        expect([store.size, table.slots.taken, vi.getTimerCount()]).toEqual([0, 0, 0]);
        for (let slot = 0; slot < MOST_SLOTS; slot++) expect(table.users.has(slot)).toBe(false);
      }),
      { numRuns: 3, endOnFailure: true },
    );
    expect(fullest).toBe(MOST_SLOTS);
  }, 60_000);
});
