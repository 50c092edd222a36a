import type { InvalidationSource } from "@sess/core";
import type { RedisConnection } from "./client.js";
import { cleanError, RedisStoreError } from "./redis-error.js";
import type { AskStanding, Standing } from "./standing.js";
import { keepUp } from "./upkeep.js";

/** The connection that records are read on: it tells whether changes are still made where the feed listens. */
export interface Witness {
  /** Grows with each connection; 0 while there is none. */
  readonly epoch: number;
  readonly ask: AskStanding;
  /** What the server at its other end says of itself. */
  standing(): Promise<Standing | undefined>;
  /** Connects anew, and finds out anew where to. */
  leave(): void;
}

interface Source extends InvalidationSource {
  readonly epoch: number;
}

/** A feed that is at the wrong server connects anew, but not more often. */
const LEAST_STAY_MS = 1000;

/** What one server tells about changes, on a connection that does nothing else. It is opened anew whenever it breaks. */
export class ServerFeed {
  readonly #connection: RedisConnection;
  readonly #witness: Witness;
  /** Of the server that this connection leads to, from before it began to listen. */
  #standing: Standing | undefined;
  #source: Source | undefined;
  #since = 0;
  #leaving: NodeJS.Timeout | undefined;
  /** The last barrier has found the witness at another server. */
  #doubtful = false;
  #closed = false;

  constructor(
    connection: RedisConnection,
    channel: string,
    heard: (message: string) => void,
    witness: Witness,
  ) {
    this.#connection = connection;
    this.#witness = witness;
    connection.on("ready", () => void this.#listen(channel));
    connection.on("close", () => this.#forget());
    connection.on("message", (_: string, message: string) => {
      // What was on its way when the feed was closed still comes.
      if (!this.#closed) heard(message);
    });
    keepUp(connection, () => this.#closed);
    // The next attempt follows by itself, and who asks for the source learns that there is none.
    connection.on("error", () => undefined);
    connection.connect().catch(() => undefined);
  }

  /** Another one, too, when records are read on another connection: it may lead to another server. */
  sourceOf(slot: number): InvalidationSource | undefined {
    // The event comes a moment later than the end of the connection.
    if (this.#connection.status !== "ready" || this.#standing?.serves(slot) !== true) return undefined;
    const { epoch } = this.#witness;
    if (this.#source?.epoch !== epoch) this.#source = epoch === 0 ? undefined : this.#newSource(epoch);
    return this.#source;
  }

  close(): void {
    this.#closed = true;
    this.#forget();
    this.#connection.disconnect();
  }

  #newSource(epoch: number): Source {
    const source = { epoch, barrier: () => this.#barrier(source) };
    return source;
  }

  async #listen(channel: string): Promise<void> {
    const connection = this.#connection;
    this.#since = performance.now();
    const told = (async () => {
      const standing = await this.#witness.ask((command, args) => connection.call(command, args));
      await connection.call("subscribe", [channel]);
      return standing;
    })();
    // Whatever went wrong, another connection may find it better.
    const standing = await told.catch(() => undefined);
    if (this.#closed || connection.status !== "ready") return;
    this.#standing = standing;
    if (standing === undefined) this.#leave();
  }

  /**
   * A server answers in order: what it announced before the PING has arrived before the answer. And the changes are made at this very
   * server: the one that records are read from is still the primary that this connection was opened to.
   */
  async #barrier(source: Source): Promise<void> {
    const [standing] = await Promise.all([this.#witness.standing(), this.#ping()]);
    const holds = this.#connection.status === "ready" && this.#witness.epoch === source.epoch;
    if (!holds || this.#source !== source) throw new RedisStoreError("CONNECTION", "The connection broke.");
    if (standing === undefined || standing.reign !== this.#standing?.reign) throw this.#disagree(standing);
    this.#doubtful = false;
  }

  async #ping(): Promise<void> {
    try {
      await this.#connection.call("ping", []);
    } catch (error) {
      throw cleanError(error);
    }
  }

  #disagree(standing: Standing | undefined): RedisStoreError {
    this.#source = undefined;
    if (standing?.node !== undefined && standing.node === this.#standing?.node) {
      // It is the same node, with other slots. What was kept before this moment is not good any more.
      this.#standing = standing;
    } else {
      // One of the two is out of date. It is the other one only if a new connection of this one finds the same.
      if (this.#doubtful) this.#witness.leave();
      this.#doubtful = true;
      this.#leave();
    }
    return new RedisStoreError(
      "PRIMARY",
      "The server is not the primary that it was, or not of the same slots.",
    );
  }

  #leave(): void {
    this.#forget();
    const ms = LEAST_STAY_MS - (performance.now() - this.#since);
    this.#leaving = setTimeout(() => this.#connection.disconnect(true), Math.max(0, ms));
  }

  #forget(): void {
    clearTimeout(this.#leaving);
    this.#standing = this.#source = undefined;
  }
}
