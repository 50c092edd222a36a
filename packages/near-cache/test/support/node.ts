import type {
  DeleteCondition,
  DeleteOutcome,
  InvalidationFeed,
  Invalidations,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
} from "@sess/core";
import { Call } from "./call.js";
import { FakeConnection } from "./connection.js";
import type { FakeServer } from "./server.js";

/** A process' store on the {@link FakeServer}: commands go one way, and the news come another. */
export class FakeNode implements SessionStore, Invalidations {
  /** Commands that are not answered yet. */
  readonly calls: Call[] = [];
  /** Whether commands are carried out and answered without a test's doing. */
  prompt = true;
  /** How often somebody began to listen, and how many do. */
  readonly listeners = { ever: 0, now: 0 };
  closed = 0;
  readonly #server: FakeServer;
  readonly #connections = new Map<number, FakeConnection>();
  #invalidated: (key: string) => void = () => {};

  constructor(server: FakeServer) {
    this.#server = server;
  }

  get invalidations(): Invalidations {
    return this;
  }

  /** Connects to a shard, anew where there is a connection: what was under way on the old one is lost. */
  connect(shard = 0): FakeConnection {
    this.disconnect(shard);
    const connection = new FakeConnection(this.#server, shard, (key) => this.#invalidated(key));
    this.#connections.set(shard, connection);
    return connection;
  }

  disconnect(shard = 0): void {
    this.#connections.get(shard)?.break();
    this.#connections.delete(shard);
  }

  connection(shard = 0): FakeConnection | undefined {
    return this.#connections.get(shard);
  }

  listen(invalidated: (key: string) => void): InvalidationFeed {
    this.listeners.ever++;
    this.listeners.now++;
    this.#invalidated = invalidated;
    return {
      sourceOf: (key) => {
        const { shard, moves } = this.#server.placeOf(key);
        return this.#connections.get(shard)?.sourceFor(moves);
      },
      // The source stays: the contract does not say that it goes.
      close: async () => {
        this.listeners.now--;
        this.#invalidated = () => {};
      },
    };
  }

  create(key: string, record: NewRecord): Promise<boolean> {
    return this.#send(`create ${key}`, () => this.#server.create(key, record));
  }

  read(key: string): Promise<StoredRecord | undefined> {
    return this.#send(`read ${key}`, () => this.#server.read(key));
  }

  patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    return this.#send(`patch ${key}`, () => this.#server.patch(key, patch));
  }

  delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    return this.#send(`delete ${key}`, () => this.#server.delete(key, condition));
  }

  async close(): Promise<void> {
    this.closed++;
  }

  /** The command that was sent last. */
  get last(): Call {
    return this.calls.at(-1)!;
  }

  #send<T>(words: string, carryOut: () => T): Promise<T> {
    const call = new Call(words, carryOut);
    if (this.prompt) call.reply();
    else this.calls.push(call as Call);
    return call.answer;
  }
}
