import { isCluster, type RedisClient, type RedisConnection } from "./client.js";
import { cleanError, notConnected, RedisStoreError } from "./redis-error.js";
import { duplicate } from "./settings.js";
import { keepUp } from "./upkeep.js";

/**
 * For a second after a connection was lost, calls wait for the next one: a quick restart goes unnoticed. It is counted in
 * ticks, so that a process which was busy itself, and could hear nothing, does not give up at once.
 */
const TICK_MS = 100;
const PATIENCE_TICKS = 10;

/**
 * The store's own connection. Commands go out while it stands. When it breaks, calls wait a little for the next one, and
 * after that they fail at once: a long outage must cost a request no time, and the process no memory.
 */
export class Link {
  readonly connection: RedisConnection;
  /** Grows with each connection. Of a Cluster it says nothing about single nodes. */
  epoch = 0;
  #lastError: unknown;
  #closed = false;
  #stands = false;
  /** Settles when the connection stands again, or when it is not worth waiting for any longer. */
  #patience = Promise.resolve();
  #endPatience = (): void => {};

  constructor(client: RedisClient) {
    this.connection = duplicate(client);
    this.connection.on("error", (error: unknown) => (this.#lastError = error));
    this.connection.on("node error", (error: unknown) => (this.#lastError = error));
    this.connection.on("ready", () => {
      this.#stands = true;
      this.#lastError = undefined;
      this.epoch++;
      this.#endPatience();
    });
    this.connection.on("close", () => this.#lost());
    keepUp(this.connection, () => this.#closed);
    if (client.options.lazyConnect !== true) this.open();
  }

  /** Whether one command may name the keys of several records. */
  get joinsKeys(): boolean {
    return !isCluster(this.connection);
  }

  /** @throws RedisStoreError, and nothing else */
  async send(command: string, args: (string | number)[]): Promise<unknown> {
    if (!this.isOpen) await this.opened();
    try {
      return await this.connection.call(command, args);
    } catch (error) {
      throw cleanError(error);
    }
  }

  /** Connects, unless that has begun. */
  open(): void {
    if (this.connection.status === "wait") this.#connect();
  }

  /** Connects anew, and finds out anew where to. */
  leave(): void {
    if (!this.#closed) this.connection.disconnect(true);
  }

  close(): void {
    this.#closed = true;
    this.#stands = false;
    this.#endPatience();
    this.connection.disconnect();
  }

  /** It knows of a connection's end a few turns before the event that tells of it. */
  get isOpen(): boolean {
    return this.connection.status === "ready" && this.connection.stream?.writable !== false;
  }

  /** @throws RedisStoreError when there is no connection, and none comes soon */
  async opened(): Promise<void> {
    if (this.isOpen) return;
    this.open();
    this.#lost();
    await this.#patience;
    if (this.#closed) throw new RedisStoreError("CLOSED", "The store was closed.");
    if (!this.isOpen) throw notConnected(this.#lastError);
  }

  /** It is called more than once: also when an attempt to connect has failed. */
  #lost(): void {
    if (this.#stands) this.#bePatient();
    this.#stands = false;
  }

  #connect(): void {
    this.#bePatient();
    // A failure is told by the event as well, and the next attempt follows by itself.
    this.connection.connect().catch(() => undefined);
  }

  #bePatient(): void {
    this.#patience = new Promise((resolve) => {
      let ticks = 0;
      const timer = setInterval(() => {
        if (++ticks === PATIENCE_TICKS) this.#endPatience();
      }, TICK_MS);
      this.#endPatience = () => {
        clearInterval(timer);
        resolve();
      };
    });
  }
}
