import { describe, expect, it } from "vitest";
import type { SessionStore } from "@sess/core";
import { invalidationCases, userIndexCases } from "../src/index.js";
import { ModelStore } from "../src/store/model-store.js";
import { storeWithoutCapabilities } from "./support/plain-store.js";

describe.each([
  ["userIndexCases", userIndexCases, "The store has no user index"],
  ["invalidationCases", invalidationCases, "The store announces no changes"],
] as const)("%s", (_, cases, sentence) => {
  it("names every case once", () => {
    const names = cases({ makeStore: (clock) => new ModelStore(clock) }).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("says so when the store cannot do it, and disposes of that store", async () => {
    for (const capable of ["store", "peer", "neither"]) {
      const disposed: SessionStore[] = [];
      const all = cases({
        makeStore: (clock) => (capable === "store" ? new ModelStore(clock) : storeWithoutCapabilities(clock)),
        makePeer: () => (capable === "peer" ? new ModelStore(Date) : storeWithoutCapabilities(Date)),
        dispose: (store) => void disposed.push(store),
      });
      for (const { run } of all) await expect(run()).rejects.toThrow(sentence);
      expect(disposed).toHaveLength(2 * all.length);
    }
  });

  it("goes through the peer as well", async () => {
    let calls = 0;
    const watch = (model: ModelStore): SessionStore =>
      new Proxy(model, {
        get(target, name): unknown {
          if (name === "users" || name === "invalidations") calls++;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
    let model: ModelStore;
    const all = cases({
      makeStore: (clock) => (model = new ModelStore(clock)),
      makePeer: () => watch(model),
    });
    for (const { run } of all) await run();
    expect(calls).toBe(all.length);
  });
});

it("random differences of an index tell the seed", async () => {
  const makeStore = (clock: { now(): number }): SessionStore => {
    const store = new ModelStore(clock);
    store.users.list = () => Promise.resolve(["wrong"]);
    return store;
  };
  const random = userIndexCases({ makeStore, seed: 7 }).find(({ name }) => name.startsWith("random"));
  await expect(random?.run()).rejects.toThrow("SESS_SEED=7");
});
