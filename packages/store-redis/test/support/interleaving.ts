import type { SessionStore, UserIndex } from "@sess/core";
import { type Random, randomOf } from "@sess/test-random";

interface Held {
  readonly name: string;
  go(): Promise<unknown>;
}

/**
 * Lets several processes run by turns: every store call waits until it is drawn, and only then the next one is. So a seed
 * repeats an interleaving, over whatever connections the calls go.
 */
export class Interleaving {
  /** The calls, in the order in which they were made. */
  readonly done: string[] = [];
  readonly #held: Held[] = [];
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = randomOf(seed);
  }

  /** Runs processes to their end. A process that fails has ended. */
  async run(processes: readonly Promise<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
    let ended = false;
    const all = Promise.allSettled(processes).finally(() => (ended = true));
    for (;;) {
      await nextTurn();
      const [held] = this.#held.splice(this.#random(Math.max(1, this.#held.length)), 1);
      if (held !== undefined) {
        this.done.push(held.name);
        await held.go();
      } else if (ended) return all;
    }
  }

  /** The store as one process sees it. */
  process(name: string, store: SessionStore): SessionStore {
    const held = <T>(call: string, start: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        this.#held.push({ name: `${name}.${call}`, go: () => start().then(resolve, reject) });
      });
    return {
      create: (key, record) => held("create", () => store.create(key, record)),
      read: (key) => held("read", () => store.read(key)),
      patch: (key, patch) => held("patch", () => store.patch(key, patch)),
      delete: (key, condition) => held("delete", () => store.delete(key, condition)),
      ...(store.users && { users: heldIndex(store.users, held) }),
    };
  }
}

function heldIndex(
  users: UserIndex,
  held: <T>(call: string, start: () => Promise<T>) => Promise<T>,
): UserIndex {
  return {
    add: (...args) => held("add", () => users.add(...args)),
    confirm: (...args) => held("confirm", () => users.confirm(...args)),
    remove: (...args) => held("remove", () => users.remove(...args)),
    list: (...args) => held("list", () => users.list(...args)),
    revoke: (...args) => held("revoke", () => users.revoke(...args)),
  };
}

/** What a call's answer leads to has happened by then, up to the next call. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
