import { isCluster, nameOf, type RedisClient, type RedisConnection } from "./client.js";
import { Link } from "./link.js";
import { cleanError, RedisStoreError } from "./redis-error.js";
import { slotOf } from "./slot.js";

const WAIT_MS = 1000;

/** Makes a write count only when enough replicas have it. */
export class Replicas {
  readonly #link: Link;
  readonly #count: number;

  /** @param link for writes that need not wait */
  constructor(client: RedisClient, link: Link, count: number) {
    // WAIT holds up whatever comes after it on its connection.
    this.#link = count === 0 ? link : new Link(client);
    this.#count = count;
  }

  /** @param key one that the write goes to; in a Cluster it tells which node */
  async have<T>(key: string, write: (link: Link) => Promise<T>): Promise<T> {
    if (this.#count === 0) return write(this.#link);
    await this.#link.opened();
    const host = this.#hostOf(key);
    const { epoch } = this.#link;
    const result = await write(this.#link);
    const reached = await this.#wait(host, key);
    // Another server, or one that has changed its part meanwhile, may never have had it.
    if (this.#hostOf(key) !== host || this.#link.epoch !== epoch) refuse("the connection broke");
    if (reached < this.#count) refuse(`only ${reached} of ${this.#count} replicas have it`);
    return result;
  }

  close(): void {
    this.#link.close();
  }

  /** How many replicas have what has been written up to now. */
  async #wait(host: RedisConnection | undefined, key: string): Promise<number> {
    if (host === undefined) return 0;
    // WAIT speaks of the writes of its own connection, and it may have been another that did it. So this one writes, into
    // the same slot: a node that is giving the slot away refuses.
    const mark = host.call("SET", [`${key}:{${key}}`, "", "PX", 1]);
    const wait = host.call("WAIT", [this.#count, WAIT_MS]);
    try {
      const [reached] = await Promise.all([wait, mark]);
      return Number(reached);
    } catch (error) {
      return refuse(cleanError(error).message);
    }
  }

  #hostOf(key: string): RedisConnection | undefined {
    const { connection } = this.#link;
    if (!isCluster(connection)) return connection;
    const name = connection.slots[slotOf(key)]?.[0];
    return connection.nodes("master").find((node) => nameOf(node) === name);
  }
}

function refuse(why: string): never {
  throw new RedisStoreError("REPLICAS", `It is done on the primary, and a failover may undo it: ${why}.`);
}
