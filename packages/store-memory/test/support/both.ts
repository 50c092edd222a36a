import { expect } from "vitest";
import type { MemoryStore } from "../../src/index.js";
import type { ModelMemory } from "./model-memory.js";

/** No two deadlines are the same, so that it is certain which one comes first. */
let deadlines = 0;

/** Makes each call twice, and compares the answers. */
export class Both {
  readonly #store: MemoryStore;
  readonly #model: ModelMemory;

  constructor(store: MemoryStore, model: ModelMemory) {
    this.#store = store;
    this.#model = model;
  }

  async create(key: string, anonymous: boolean, life: number): Promise<void> {
    const expiresAt = this.#deadline(life);
    const got = await this.#store.create(key, { fields: { key }, expiresAt, anonymous });
    expect(got).toBe(this.#model.create(key, anonymous, expiresAt));
  }

  async read(key: string): Promise<void> {
    const got = await this.#store.read(key);
    expect(got?.fields["key"]).toBe(this.#model.read(key) ? key : undefined);
  }

  async extend(key: string, life: number): Promise<void> {
    const expiresAt = this.#deadline(life);
    await this.#store.patch(key, { expiresAt });
    this.#model.extend(key, expiresAt);
  }

  async delete(key: string): Promise<void> {
    expect(await this.#store.delete(key)).toBe(this.#model.delete(key) ? "ok" : "gone");
  }

  async add(user: string, key: string, life: number): Promise<void> {
    const expiresAt = this.#deadline(life);
    await this.#store.users.add(user, key, expiresAt);
    this.#model.add(user, key, expiresAt);
  }

  async confirm(user: string, key: string, replaced: string): Promise<void> {
    const got = await this.#store.users.confirm(user, key, replaced);
    expect(got).toBe(this.#model.confirm(user, key, replaced));
  }

  async remove(user: string, key: string): Promise<void> {
    await this.#store.users.remove(user, key);
    this.#model.remove(user, key);
  }

  async list(user: string): Promise<void> {
    expect([...(await this.#store.users.list(user))].sort()).toEqual(this.#model.list(user));
  }

  async revoke(user: string, except: string): Promise<string[]> {
    const got = [...(await this.#store.users.revoke(user, except))].sort();
    expect(got).toEqual(this.#model.revoke(user, except));
    return got;
  }

  #deadline(life: number): number {
    return this.#model.now + life + ++deadlines / 2 ** 24;
  }
}
