import { afterEach, describe, expect, it, vi } from "vitest";
import type { SessionStore } from "@sess/core";
import { storeCases } from "../src/index.js";
import { ModelStore } from "../src/store/model-store.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** Hands out a value that nobody stored. */
class Broken extends ModelStore {
  protected override handOut(...[record]: Parameters<ModelStore["handOut"]>) {
    return { ...super.handOut(record), ["a"]: "wrong" };
  }
}

async function randomFailure(seed?: number): Promise<string> {
  const makeStore = (clock: { now(): number }): SessionStore => new Broken(clock);
  const random = storeCases({ makeStore, ...(seed === undefined ? {} : { seed }) }).find((c) =>
    c.name.startsWith("random"),
  );
  return random!.run().then(
    () => "passed",
    (error: unknown) => String(error),
  );
}

/** Keys are random in each run, and seeds do not choose them. */
const withoutKeys = (message: string): string => message.replace(/(create|read|patch|delete) \S{4}/g, "$1");

describe("storeCases", () => {
  it("names every case once", () => {
    const names = storeCases({ makeStore: (clock) => new ModelStore(clock) }).map((c) => c.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("tells the seed of a random failure, and repeats it by option and by environment", async () => {
    const first = await randomFailure();
    const seed = /SESS_SEED=(\d+)/.exec(first)?.[1] ?? "no seed in the message";
    expect(withoutKeys(await randomFailure(Number(seed)))).toBe(withoutKeys(first));
    vi.stubEnv("SESS_SEED", seed);
    expect(withoutKeys(await randomFailure())).toBe(withoutKeys(first));
  });

  it("refuses a seed that is no number", () => {
    vi.stubEnv("SESS_SEED", "abc");
    expect(() => storeCases({ makeStore: (clock) => new ModelStore(clock) })).toThrow("SESS_SEED");
  });

  it("sends half of each race through the peer", async () => {
    const calls = { store: 0, peer: 0 };
    const counted = (store: ModelStore, who: keyof typeof calls): SessionStore => ({
      create: (...args) => (calls[who]++, store.create(...args)),
      read: (...args) => (calls[who]++, store.read(...args)),
      patch: (...args) => (calls[who]++, store.patch(...args)),
      delete: (...args) => (calls[who]++, store.delete(...args)),
    });
    let model: ModelStore;
    const cases = storeCases({
      makeStore: (clock) => counted((model = new ModelStore(clock)), "store"),
      makePeer: () => counted(model, "peer"),
    });
    await cases.find((c) => c.name.includes("exactly one wins"))!.run();
    expect(calls.peer).toBe(80);
    for (const c of cases) await c.run();
  });

  it("disposes of every store and peer, after failures too", async () => {
    const disposed: SessionStore[] = [];
    const made: SessionStore[] = [];
    const make = (clock: { now(): number }): SessionStore => {
      const store = new Broken(clock);
      made.push(store);
      return store;
    };
    const cases = storeCases({
      makeStore: make,
      makePeer: () => make({ now: Date.now }),
      dispose: (store) => void disposed.push(store),
    });
    const outcomes = await Promise.allSettled(cases.map((c) => c.run()));
    expect(outcomes.some((outcome) => outcome.status === "rejected")).toBe(true);
    expect(new Set(disposed)).toEqual(new Set(made));
    expect(disposed.length).toBe(made.length);
  });

  it("closes stores that can be closed, unless told how to dispose of them", async () => {
    let closed = 0;
    const cases = storeCases({
      makeStore: (clock) => Object.assign(new ModelStore(clock), { close: async () => void closed++ }),
    });
    for (const c of cases) await c.run();
    expect(closed).toBe(cases.length);
  });

  it("gives up on a store with its own clock that never expires anything", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "Date"] });
    vi.setTimerTickMode("nextTimerAsync");
    const cases = storeCases({ makeStore: () => new ModelStore({ now: () => 0 }), clock: "real" });
    const lives = cases.find((c) => c.name.includes("lives until its deadline"))!;
    await expect(lives.run()).rejects.toThrow("could still be read");
  });

  it("tries again with more time when the machine was too busy for a deadline", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "Date"] });
    vi.setTimerTickMode("nextTimerAsync");
    const slow = (clock: { now(): number }): SessionStore => {
      const store = new ModelStore(clock);
      const create = store.create.bind(store);
      // Slower than the first lifetime that the cases try.
      store.create = async (key, record) => {
        const created = await create(key, record);
        await new Promise((resolve) => setTimeout(resolve, 400));
        return created;
      };
      return store;
    };
    for (const c of storeCases({ makeStore: slow, clock: "real", seed: 1 })) {
      if (c.name.startsWith("deadlines")) await c.run();
    }
  });
});
