import type { SessionStore, UserIndex } from "@sess/core";
import { EPOCH_KEY } from "../../src/epoch.js";
import type { StoreCall } from "./store-call.js";

type Operation = StoreCall[0];

/** What may happen around a store call: a hook can wait, throw, or never settle. */
export interface Hooks {
  /** Before the store does anything. */
  before?(operation: Operation, key: string): Promise<void> | void;
  /** After the store has done it, before the answer arrives. */
  after?(operation: Operation, key: string): Promise<void> | void;
}

/** A store with something in the way: a slow network, a scheduler, a failure. */
export class InterceptedStore implements SessionStore {
  readonly create: SessionStore["create"];
  readonly read: SessionStore["read"];
  readonly patch: SessionStore["patch"];
  readonly delete: SessionStore["delete"];
  readonly users?: UserIndex;

  constructor(inner: SessionStore, hooks: Hooks) {
    const around = async <T>(operation: Operation, key: string, call: () => Promise<T>): Promise<T> => {
      if (key === EPOCH_KEY) return call();
      await hooks.before?.(operation, key);
      const answer = await call();
      await hooks.after?.(operation, key);
      return answer;
    };
    this.create = (key, record) => around("create", key, () => inner.create(key, record));
    this.read = (key) => around("read", key, () => inner.read(key));
    this.patch = (key, patch) => around("patch", key, () => inner.patch(key, patch));
    this.delete = (key, condition) => around("delete", key, () => inner.delete(key, condition));
    const { users } = inner;
    if (users === undefined) return;
    this.users = {
      add: (user, key, expiresAt) => around("users.add", key, () => users.add(user, key, expiresAt)),
      confirm: (user, key, replaced) =>
        around("users.confirm", key, () => users.confirm(user, key, replaced)),
      remove: (user, key) => around("users.remove", key, () => users.remove(user, key)),
      list: (user) => around("users.list", user, () => users.list(user)),
      revoke: (user, except) => around("users.revoke", user, () => users.revoke(user, except)),
    };
  }
}

/** Hooks that make the nth call fail (the first is 0), before or after the store has done what was asked. */
export class FailNth implements Hooks {
  calls = 0;
  #answers = 0;
  #failing: number | undefined;
  #when: "before" | "after" = "before";
  #forever = false;

  /** @param failing undefined: nothing fails. */
  arm(failing: number | undefined, when: "before" | "after", forever = false): void {
    this.#failing = failing;
    this.#when = when;
    this.#forever = forever;
    this.calls = 0;
    this.#answers = 0;
  }

  before(): void {
    const nth = this.calls++;
    if (this.#when === "before" && this.#fails(nth)) throw new Error("store down");
  }

  after(): void {
    const nth = this.#answers++;
    if (this.#when === "after" && this.#fails(nth)) throw new Error("answer lost");
  }

  #fails(nth: number): boolean {
    return this.#failing !== undefined && (nth === this.#failing || (this.#forever && nth > this.#failing));
  }
}
