import type { UserIndex } from "@sess/core";
import type { TestClock } from "./options.js";

export interface ModelEntry {
  readonly expiresAt: number;
  readonly revoked: boolean;
}

/** The contract of `store.users` in the plainest words, for {@link ModelStore}. */
export class ModelIndex implements UserIndex {
  protected readonly clock: TestClock;
  /** The entries of each user, by key. What was revoked stays until it expires. */
  protected readonly users: Map<string, Map<string, ModelEntry>> = new Map();

  constructor(clock: TestClock) {
    this.clock = clock;
  }

  async add(userId: string, key: string, expiresAt: number): Promise<void> {
    const entries = this.users.get(userId) ?? new Map<string, ModelEntry>();
    this.users.set(userId, entries.set(key, { expiresAt, revoked: false }));
  }

  async confirm(userId: string, key: string, replaced?: string): Promise<boolean> {
    if (this.live(userId, key)?.revoked !== false) return false;
    if (replaced === undefined) return true;
    if (this.live(userId, replaced)?.revoked === true) return false;
    this.users.get(userId)?.delete(replaced);
    return true;
  }

  async remove(userId: string, key: string): Promise<void> {
    if (this.live(userId, key)?.revoked === false) this.users.get(userId)?.delete(key);
  }

  async list(userId: string): Promise<readonly string[]> {
    return this.keys(userId, false);
  }

  async revoke(userId: string, except?: string): Promise<readonly string[]> {
    for (const key of this.keys(userId, false)) if (key !== except) this.markRevoked(userId, key);
    return this.keys(userId, true);
  }

  protected markRevoked(userId: string, key: string): void {
    const entry = this.live(userId, key);
    if (entry) this.users.get(userId)?.set(key, { ...entry, revoked: true });
  }

  protected live(userId: string, key: string): ModelEntry | undefined {
    const entry = this.users.get(userId)?.get(key);
    return entry !== undefined && entry.expiresAt > this.clock.now() ? entry : undefined;
  }

  protected keys(userId: string, revoked: boolean): string[] {
    const keys = [...(this.users.get(userId)?.keys() ?? [])];
    return keys.filter((key) => this.live(userId, key)?.revoked === revoked);
  }
}
