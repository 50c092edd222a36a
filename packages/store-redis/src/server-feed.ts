import type { InvalidationSource } from "@sess/core";
import type { RedisConnection } from "./client.js";
import { cleanError, RedisStoreError } from "./redis-error.js";
import { keepUp } from "./upkeep.js";

/** What one server tells about changes, on a connection that does nothing else. It is opened anew whenever it breaks. */
export class ServerFeed {
  readonly #connection: RedisConnection;
  #source: InvalidationSource | undefined;
  #closed = false;

  constructor(connection: RedisConnection, channel: string, heard: (message: string) => void) {
    this.#connection = connection;
    connection.on("ready", () => void this.#subscribe(channel));
    connection.on("close", () => (this.#source = undefined));
    connection.on("message", (_: string, message: string) => {
      // What was on its way when the feed was closed still comes.
      if (!this.#closed) heard(message);
    });
    keepUp(connection, () => this.#closed);
    // The next attempt follows by itself, and who asks for the source learns that there is none.
    connection.on("error", () => undefined);
    connection.connect().catch(() => undefined);
  }

  get source(): InvalidationSource | undefined {
    // Its event comes a moment later than the end of the connection.
    return this.#connection.status === "ready" ? this.#source : undefined;
  }

  close(): void {
    this.#closed = true;
    this.#source = undefined;
    this.#connection.disconnect();
  }

  async #subscribe(channel: string): Promise<void> {
    const source: InvalidationSource = { barrier: () => this.#barrier(source) };
    try {
      await this.#connection.call("subscribe", [channel]);
      if (this.#connection.status === "ready") this.#source = source;
    } catch {
      // The connection broke again, or the user may not subscribe: then there is no source.
    }
  }

  /** A server answers in order: what it announced before the PING has arrived before the answer. */
  async #barrier(source: InvalidationSource): Promise<void> {
    try {
      await this.#connection.call("ping", []);
    } catch (error) {
      throw cleanError(error);
    }
    if (this.source !== source) throw new RedisStoreError("CONNECTION", "The connection broke.");
  }
}
