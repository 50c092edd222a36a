import type { InvalidationSource, SessionStore, StoredRecord } from "@sess/core";
import { describe, expect, it } from "vitest";
import { nearCache } from "../src/index.js";

const IN_AN_HOUR = Date.now() + 3_600_000;

/** A store of one process that tells of its changes at once. */
function announcingStore(): SessionStore & Required<Pick<SessionStore, "invalidations">> {
  const records = new Map<string, StoredRecord>();
  const listeners = new Set<(key: string) => void>();
  const source: InvalidationSource = { barrier: () => Promise.resolve() };
  const changed = (key: string): void => listeners.forEach((heard) => heard(key));
  return {
    create: async (key, { fields, expiresAt }) => {
      records.set(key, { fields, expiresAt, version: 1 });
      return true;
    },
    read: async (key) => {
      const record = records.get(key);
      return record && { ...record, fields: { ...record.fields } };
    },
    patch: async (key, { set }) => {
      const record = records.get(key);
      if (record === undefined) return { status: "gone" };
      const version = record.version + 1;
      records.set(key, { ...record, fields: { ...record.fields, ...set }, version });
      changed(key);
      return { status: "ok", version };
    },
    delete: async (key) => {
      const outcome = records.delete(key) ? "ok" : "gone";
      changed(key);
      return outcome;
    },
    invalidations: {
      listen: (heard) => {
        listeners.add(heard);
        return { sourceOf: () => source, close: async () => void listeners.delete(heard) };
      },
    },
  };
}

describe("a record at hand", () => {
  it("is there once it was read, under a lease, and is the same frozen object for all", async () => {
    const cache = nearCache(announcingStore());
    await cache.create("key", { fields: { a: "1" }, expiresAt: IN_AN_HOUR, anonymous: true });
    expect(cache.near.peek("key")).toBeUndefined();
    await cache.read("key");
    const record = cache.near.peek("key");
    expect(record).toMatchObject({ fields: { a: "1" }, version: 1 });
    expect(cache.near.peek("key")).toBe(record);
    expect(Object.isFrozen(record) && Object.isFrozen(record?.fields)).toBe(true);
  });

  it("is gone before a change of this process is sent, and after it", async () => {
    const store = announcingStore();
    const cache = nearCache(store);
    await cache.create("key", { fields: { a: "1" }, expiresAt: IN_AN_HOUR, anonymous: true });
    expect(cache.near.peek("key")).toBeUndefined();
    await cache.read("key");
    const changing = cache.patch("key", { set: { a: "2" } });
    expect(cache.near.peek("key")).toBeUndefined();
    await changing;
    expect(cache.near.peek("key")).toBeUndefined();
    await cache.read("key");
    expect(cache.near.peek("key")?.fields["a"]).toBe("2");
  });
});
