import type { UserIndex } from "@sess/core";
import type { StoreCall } from "./store-call.js";

interface Entry {
  readonly user: string;
  readonly expiresAt: number;
  readonly revoked: boolean;
}

/** The contract of `store.users` in a few lines. Keys are random, so that one map by key is enough. */
export class MapIndex implements UserIndex {
  readonly entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #arrive: (...call: StoreCall) => Promise<void>;

  constructor(now: () => number, arrive: (...call: StoreCall) => Promise<void>) {
    this.#now = now;
    this.#arrive = arrive;
  }

  async add(user: string, key: string, expiresAt: number): Promise<void> {
    await this.#arrive("users.add", key, user);
    this.entries.set(key, { user, expiresAt, revoked: false });
  }

  async confirm(user: string, key: string, replaced = ""): Promise<boolean> {
    await this.#arrive("users.confirm", key, user);
    if (!this.listed(user).includes(key) || this.revoked(user).includes(replaced)) return false;
    this.#takeOff(user, replaced);
    return true;
  }

  async remove(user: string, key: string): Promise<void> {
    await this.#arrive("users.remove", key, user);
    this.#takeOff(user, key);
  }

  async list(user: string): Promise<readonly string[]> {
    await this.#arrive("users.list", user);
    return this.listed(user);
  }

  async revoke(user: string, except?: string): Promise<readonly string[]> {
    await this.#arrive("users.revoke", user, except);
    for (const key of this.listed(user)) {
      const entry = this.entries.get(key);
      if (entry && key !== except) this.entries.set(key, { ...entry, revoked: true });
    }
    return this.revoked(user);
  }

  listed(user: string): string[] {
    return this.#live(user, false);
  }

  revoked(user: string): string[] {
    return this.#live(user, true);
  }

  #takeOff(user: string, key: string): void {
    if (this.listed(user).includes(key)) this.entries.delete(key);
  }

  #live(user: string, revoked: boolean): string[] {
    const own = [...this.entries].filter(([, entry]) => entry.user === user && entry.revoked === revoked);
    return own.filter(([, entry]) => entry.expiresAt > this.#now()).map(([key]) => key);
  }
}
