import { equal } from "node:assert/strict";
import type { StoredRecord } from "@sess/core";
import { nearCache, type NearCache, type NearCacheOptions } from "../../src/index.js";
import type { Call } from "./call.js";
import { MachineClock, TrueTime } from "./clock.js";
import type { FakeConnection } from "./connection.js";
import { FakeNode } from "./node.js";
import { FakeServer } from "./server.js";

/** The key that most cases are about. */
export const KEY = "key";
export const MAX_STALE_MS = 1000;
/** How long records live. */
export const LIFE_MS = 3_600_000;

/** One process with a near cache, and a database that others change, too. Sessions hold a number `n`. */
export class World {
  readonly time: TrueTime = new TrueTime();
  readonly clock: MachineClock = new MachineClock(this.time);
  readonly server: FakeServer = new FakeServer(() => this.time.ms);
  readonly node: FakeNode = new FakeNode(this.server);
  readonly cache: NearCache;

  constructor(options: NearCacheOptions = {}) {
    this.node.connect();
    this.cache = nearCache(this.node, { maxStaleMs: MAX_STALE_MS, clock: this.clock, ...options });
  }

  /** A world with a session of `n` 1, which the process has not read, and a lease. */
  static async leased(options?: NearCacheOptions): Promise<World> {
    const world = new World(options);
    world.add();
    await world.lease();
    return world;
  }

  /** The same, and the process has the session in memory. */
  static async kept(options?: NearCacheOptions): Promise<World> {
    const world = await World.leased(options);
    await world.cache.read(KEY);
    equal(world.served(), 1, "the case begins with a session in memory");
    return world;
  }

  get connection(): FakeConnection {
    return this.node.connection()!;
  }

  /** Adds a session to the database, as another process would. */
  add(key: string = KEY, fields: Record<string, string> = { n: "1" }, lifeMs: number = LIFE_MS): void {
    const expiresAt = this.time.ms + lifeMs;
    equal(this.server.create(key, { fields, expiresAt, anonymous: false }), true);
  }

  /** Another process changes the session: `n` becomes 2, and so on. */
  change(key: string = KEY): void {
    const n = Number(this.server.read(key)?.fields["n"]) + 1;
    equal(this.server.patch(key, { set: { n: String(n) } }).status, "ok");
  }

  /** Another process ends the session. */
  end(key: string = KEY): void {
    equal(this.server.delete(key), "ok");
  }

  /** Asks for a lease, and gets it. */
  async lease(key: string = KEY): Promise<void> {
    this.cache.near.peek(key);
    await turn();
  }

  /** What memory says, if anything. */
  served(key: string = KEY): number | undefined {
    const record = this.cache.near.peek(key);
    return record && Number(record.fields["n"]);
  }

  /** Sends a read: it has not reached the server. */
  ask(key: string = KEY): { readonly call: Call; readonly answer: Promise<StoredRecord | undefined> } {
    return this.send(() => this.cache.read(key));
  }

  /** Sends a command by hand. */
  send<T>(command: () => Promise<T>): { readonly call: Call; readonly answer: Promise<T> } {
    const { prompt } = this.node;
    this.node.prompt = false;
    const answer = command();
    this.node.prompt = prompt;
    return { call: this.node.last, answer };
  }

  /** Time passes, and a peek in each quarter of `maxStaleMs` renews the lease. */
  async passBusily(ms: number, key: string = KEY): Promise<void> {
    for (let left = ms; left > 0; left -= MAX_STALE_MS / 4) {
      this.time.pass(Math.min(left, MAX_STALE_MS / 4));
      await this.lease(key);
    }
  }
}

/** One turn of the event loop: whatever was settled has had its consequences. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
