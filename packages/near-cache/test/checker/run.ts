import { equal, ok } from "node:assert/strict";
import { TrueTime } from "../support/clock.js";
import { FakeServer } from "../support/server.js";
import { LIFE_MS, MAX_STALE_MS, turn } from "../support/world.js";
import { History } from "./history.js";
import { Process } from "./process.js";

/** What is wrong with the clocks. Not both in one run: a machine that stood still while its clock was set back cannot know. */
export type Trouble = "frozen machines" | "clocks that are set";

/** What the runs have come to: without hits, and without old states among them, they would prove nothing. */
export interface Tally {
  steps: number;
  hits: number;
  oldStates: number;
}

/** Several processes over one database, in front of which each has a cache. */
export class Run {
  readonly time: TrueTime = new TrueTime();
  readonly server: FakeServer = new FakeServer(() => this.time.ms);
  readonly processes: readonly Process[];
  readonly #history = new History();
  readonly #trouble: Trouble;
  readonly #tally: Tally;
  /** How often a session has begun under each name. */
  readonly #begun = new Map<string, number>();
  #numbers = 0;

  constructor(trouble: Trouble, maxEntries: number, tally: Tally) {
    this.#trouble = trouble;
    this.#tally = tally;
    this.server.onChange = (key) => this.#history.add(key, this.server.read(key)?.fields["n"], this.time.ms);
    this.processes = [0, 1].map(() => new Process(this.server, this.time, this.#history, maxEntries));
  }

  nextNumber(): string {
    return String(++this.#numbers);
  }

  /** The session that a name stands for. One that begins anew has a key of its own, as tokens are never the same again. */
  keyOf(name: string, before = 0): string {
    return `${name}.${Math.max(0, (this.#begun.get(name) ?? 0) - before)}`;
  }

  /** A later deadline. Where there is no session, nobody asks for one. */
  touch(process: Process, key: string, ms: number): void {
    const record = this.server.read(key);
    if (record !== undefined) process.touch(key, Math.max(record.expiresAt, this.time.ms + ms));
  }

  /** A request that finds no lease, and on a good day gets one for those who follow. */
  lease(process: Process, key: string): void {
    this.peek(process, key);
    for (const connection of process.connections) {
      connection.arrive();
      connection.mend();
    }
  }

  /** Somebody signs in at a third process, unless he is. */
  begin(name: string, lifeMs: number): void {
    if (this.server.read(this.keyOf(name)) !== undefined) return;
    this.#begun.set(name, (this.#begun.get(name) ?? 0) + 1);
    const fields = { n: this.nextNumber() };
    this.server.create(this.keyOf(name), { fields, expiresAt: this.time.ms + lifeMs, anonymous: false });
  }

  trouble({ clock }: Process, amount: number): void {
    if (this.#trouble === "frozen machines") clock.freeze(amount);
    else clock.set(amount - MAX_STALE_MS);
  }

  /** A request, on a good day: what memory does not know is read, and nothing is in the way. */
  visit(process: Process, name: string): void {
    if (this.peek(process, this.keyOf(name))) return;
    process.settle();
    this.begin(name, LIFE_MS);
    process.read(this.keyOf(name));
    process.settle();
  }

  /** @returns whether memory has answered. If so, the promise must hold. */
  peek(process: Process, key: string): boolean {
    const record = process.cache.near.peek(key);
    if (record === undefined) return false;
    this.#tally.hits++;
    const place = this.#history.placeOf(key, record.fields["n"] ?? "");
    ok(place >= 0, "it was never so");
    const end = this.#history.endOf(key, place);
    if (end < Infinity) this.#tally.oldStates++;
    ok(this.time.ms <= end + MAX_STALE_MS, `it has not been so for ${this.time.ms - end} ms`);
    ok(place >= (process.floors.get(key) ?? 0), "it was so before a change of this process");
    if (this.#trouble === "frozen machines") ok(this.time.ms < record.expiresAt, "it has expired");
    return true;
  }

  /** When all is well again, memory answers, and says what is so. */
  async heal(): Promise<void> {
    for (const process of this.processes) {
      for (const connection of process.connections) process.connect(connection.shard);
      process.settle();
      process.node.prompt = true;
    }
    this.time.pass(MAX_STALE_MS);
    this.begin("key0", LIFE_MS);
    const key = this.keyOf("key0");
    this.server.patch(key, { expiresAt: this.time.ms + 10 * LIFE_MS });
    for (const process of this.processes) {
      const { shard } = this.server.placeOf(key);
      process.connect(shard);
      const connection = process.node.connection(shard);
      process.cache.near.peek(key);
      connection?.arrive();
      connection?.deliver();
      await turn();
      await process.cache.read(key);
      equal(
        process.cache.near.peek(key)?.fields["n"],
        this.server.read(key)?.fields["n"],
        "memory answers again",
      );
    }
  }
}
