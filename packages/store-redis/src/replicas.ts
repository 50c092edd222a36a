import { isCluster, nameOf, type RedisClient, type RedisConnection } from "./client.js";
import { Link } from "./link.js";
import { cleanError, RedisStoreError } from "./redis-error.js";
import { slotOf } from "./slot.js";

/** Two rounds, the one that is under way and the next, are over before core's deadline. */
const WAIT_MS = 800;

/** Does deletions once more; `names` are the records' keys. */
type Repeat = (link: Link, names: readonly string[]) => Promise<unknown>;

/**
 * Makes a deletion count only when enough replicas have it.
 *
 * It has been done on the store's connection, at once. Here it is repeated on a connection that does nothing else, because
 * WAIT holds up whatever comes after it. So whichever server is at its other end, that one has done it, and WAIT tells how
 * many of its replicas have.
 */
export class Replicas {
  readonly #link: Link;
  readonly #count: number;
  readonly #repeat: Repeat;
  readonly #rounds = new WeakMap<RedisConnection, Rounds>();

  constructor(client: RedisClient, count: number, repeat: Repeat) {
    this.#link = new Link(client);
    this.#count = count;
    this.#repeat = repeat;
  }

  /** Resolves when enough replicas have the deletion of a record. @throws RedisStoreError with code `REPLICAS` */
  async confirm(name: string): Promise<void> {
    await this.#link.opened();
    const host = this.#hostOf(name);
    if (host === undefined) return refuse("its node is not known");
    const rounds = this.#rounds.get(host) ?? new Rounds((names) => this.#round(host, names));
    this.#rounds.set(host, rounds);
    return rounds.join(name);
  }

  close(): void {
    this.#link.close();
  }

  async #round(host: RedisConnection, names: readonly string[]): Promise<void> {
    const { epoch } = this.#link;
    await this.#repeat(this.#link, names);
    const reached = await this.#wait(host, names);
    // Another server, or one that has changed its part meanwhile, may never have had it.
    const moved = names.some((name) => this.#hostOf(name) !== host);
    if (moved || this.#link.epoch !== epoch) refuse("the connection broke");
    if (reached < this.#count) refuse(`only ${reached} of ${this.#count} replicas have it`);
  }

  /** How many replicas have what has been written up to now. */
  async #wait(host: RedisConnection, names: readonly string[]): Promise<number> {
    // WAIT speaks of the last write of its own connection, and a deletion of what is gone writes nothing. So this one
    // writes, into the same slot: a node that is giving the slot away refuses.
    const marks = names.map((name) => host.call("SET", [`${name}:{${name}}`, "", "PX", 1]));
    const wait = host.call("WAIT", [this.#count, WAIT_MS]);
    try {
      const [reached] = await Promise.all([wait, ...marks]);
      return Number(reached);
    } catch (error) {
      return refuse(cleanError(error).message);
    }
  }

  #hostOf(name: string): RedisConnection | undefined {
    const { connection } = this.#link;
    if (!isCluster(connection)) return connection;
    const host = connection.slots[slotOf(name)]?.[0];
    return connection.nodes("master").find((node) => nameOf(node) === host);
  }
}

/** One round at a time; who comes meanwhile shares the next, so that nobody waits for more than two. */
class Rounds {
  readonly #round: (names: readonly string[]) => Promise<void>;
  #running = Promise.resolve();
  #next: { readonly names: string[]; readonly done: Promise<void> } | undefined;

  constructor(round: (names: readonly string[]) => Promise<void>) {
    this.#round = round;
  }

  join(name: string): Promise<void> {
    this.#next ??= this.#prepare();
    this.#next.names.push(name);
    return this.#next.done;
  }

  #prepare(): { names: string[]; done: Promise<void> } {
    const names: string[] = [];
    const done = this.#running.then(() => {
      this.#next = undefined;
      return this.#round(names);
    });
    // How a round ends is told to those who have joined it.
    this.#running = done.catch(() => undefined);
    return { names, done };
  }
}

function refuse(why: string): never {
  throw new RedisStoreError("REPLICAS", `It is done on the primary, and a failover may undo it: ${why}.`);
}
