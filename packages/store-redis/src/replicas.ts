import { isCluster, nameOf, type RedisConnection } from "./client.js";
import type { Link } from "./link.js";
import { cleanError, RedisStoreError } from "./redis-error.js";
import { slotOf } from "./slot.js";

const WAIT_MS = 1000;

/** Makes a write count only when enough replicas have it. */
export class Replicas {
  readonly #link: Link;
  readonly #count: number;

  constructor(link: Link, count: number) {
    this.#link = link;
    this.#count = count;
  }

  /** @param key one that the write goes to; in a Cluster it tells which node */
  async have<T>(key: string, write: () => Promise<T>): Promise<T> {
    if (this.#count === 0) return write();
    const host = this.#hostOf(key);
    const { epoch } = this.#link;
    const result = await write();
    await this.#wait(host ?? this.#hostOf(key));
    // WAIT speaks of the writes of its own connection: of a new one, it would say that all is well.
    if (this.#hostOf(key) !== host || this.#link.epoch !== epoch) {
      throw new RedisStoreError("REPLICAS", "The connection broke: it is not known whether replicas have it.");
    }
    return result;
  }

  async #wait(host: RedisConnection | undefined): Promise<void> {
    let reached: unknown = 0;
    try {
      reached = await host?.call("WAIT", [this.#count, WAIT_MS]);
    } catch (error) {
      throw cleanError(error);
    }
    if (typeof reached === "number" && reached >= this.#count) return;
    throw new RedisStoreError(
      "REPLICAS",
      `Only ${String(reached)} of ${this.#count} replicas have it: it is done on the primary, and a failover may undo it.`,
    );
  }

  #hostOf(key: string): RedisConnection | undefined {
    const { connection } = this.#link;
    if (!isCluster(connection)) return connection;
    const name = connection.slots[slotOf(key)]?.[0];
    return connection.nodes("master").find((node) => nameOf(node) === name);
  }
}
