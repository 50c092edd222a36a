import type { InvalidationSource } from "@sess/core";
import type { FakeServer, Subscriber } from "./server.js";

/** What {@link InvalidationSource.barrier} waits for: a question to the server, whose answer comes after all news before it. */
interface Ping {
  resolve(): void;
  reject(error: Error): void;
}

/** One connection on which a process hears what has changed on one shard. Nothing comes before a test delivers it. */
export class FakeConnection implements Subscriber {
  readonly shard: number;
  /** Whether barriers are answered without a test's doing, and with them the news before. */
  prompt = true;
  /** How many barriers have been asked for. */
  asked = 0;
  readonly #server: FakeServer;
  readonly #hear: (key: string) => void;
  /** A key that has moved away and come back has a source of its own, as the contract wants it. */
  readonly #sources = new Map<number, InvalidationSource>();
  #questions: Ping[] = [];
  #inbox: (string | Ping)[] = [];
  #torn = false;

  constructor(server: FakeServer, shard: number, hear: (key: string) => void) {
    this.#server = server;
    this.shard = shard;
    this.#hear = hear;
    server.subscribers.add(this);
  }

  /** Whether the server still talks to it. */
  get heard(): boolean {
    return this.#server.subscribers.has(this);
  }

  sourceFor(moves: number): InvalidationSource {
    const known = this.#sources.get(moves);
    if (known !== undefined) return known;
    const source = { barrier: () => this.#barrier() };
    this.#sources.set(moves, source);
    return source;
  }

  publish(key: string): void {
    this.#inbox.push(key);
  }

  /** The questions reach the server, which answers after the news that it has sent. */
  arrive(): void {
    if (!this.heard) return;
    this.#inbox.push(...this.#questions.splice(0));
  }

  /** What the server has sent comes in, in order: all of it, or the first few. */
  deliver(most: number = Infinity): void {
    while (!this.#torn && this.#inbox.length > 0 && most-- > 0) {
      const next = this.#inbox.shift();
      if (typeof next === "string") this.#hear(next);
      else next?.resolve();
    }
  }

  /** The first half of the next message comes in. Until the rest does, nothing can be read. */
  tear(): void {
    this.#torn = true;
  }

  mend(): void {
    this.#torn = false;
    this.deliver();
  }

  /** A cable is cut, and nobody notices: what was on its way is lost, and so is whatever follows. */
  fallSilent(): void {
    this.#server.subscribers.delete(this);
    this.#inbox = [];
  }

  /** Barriers are refused, by a store whose source goes on all the same. */
  refuse(): void {
    for (const { reject } of this.#questions.splice(0)) reject(new Error("refused"));
  }

  break(): void {
    const waiting = [...this.#questions, ...this.#inbox.filter((item) => typeof item !== "string")];
    this.#questions = [];
    this.fallSilent();
    for (const { reject } of waiting) reject(new Error("the connection broke"));
  }

  #barrier(): Promise<void> {
    this.asked++;
    if (this.prompt) queueMicrotask(() => (this.arrive(), this.deliver()));
    return new Promise((resolve, reject) => void this.#questions.push({ resolve, reject }));
  }
}
