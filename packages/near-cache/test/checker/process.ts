import { nearCache, type NearCache } from "../../src/index.js";
import type { Call } from "../support/call.js";
import { MachineClock, type TrueTime } from "../support/clock.js";
import type { FakeConnection } from "../support/connection.js";
import { FakeNode } from "../support/node.js";
import type { FakeServer } from "../support/server.js";
import { MAX_STALE_MS } from "../support/world.js";
import type { History } from "./history.js";

export const SHARDS = 2;

/** One process with a cache of its own. Whatever it sends waits until a step takes it further. */
export class Process {
  readonly clock: MachineClock;
  readonly node: FakeNode;
  readonly cache: NearCache;
  /** Of each session the state that a change of this process, which it was told is done, has left or found. */
  readonly floors: Map<string, number> = new Map();
  /** Commands that nobody waits for any more. The server may get them all the same. */
  readonly lost: Call[] = [];
  readonly #history: History;
  /** The state that a command met or made. */
  readonly #met = new Map<Call, number>();
  readonly #keys = new Map<Call, string>();

  constructor(server: FakeServer, time: TrueTime, history: History, maxEntries: number) {
    this.clock = new MachineClock(time);
    this.node = new FakeNode(server);
    this.node.prompt = false;
    this.#history = history;
    this.cache = nearCache(this.node, { maxStaleMs: MAX_STALE_MS, maxEntries, clock: this.clock });
    for (let shard = 0; shard < SHARDS; shard++) this.connect(shard);
  }

  connect(shard: number): void {
    this.node.connect(shard).prompt = false;
  }

  /** Somebody notices that a connection has broken, or says nothing more. */
  repair(shard: number): void {
    if (this.node.connection(shard)?.heard !== true) this.connect(shard);
  }

  get connections(): FakeConnection[] {
    return Array.from({ length: SHARDS }, (_, shard) => this.node.connection(shard)).filter(
      (c) => c !== undefined,
    );
  }

  read(key: string): void {
    this.cache.read(key).catch(() => undefined);
    this.#keys.set(this.node.last, key);
  }

  write(key: string, n: string): void {
    this.change(key, (cache) => cache.patch(key, { set: { n } }));
  }

  touch(key: string, expiresAt: number): void {
    this.change(key, (cache) => cache.patch(key, { expiresAt }));
  }

  change(key: string, send: (cache: NearCache) => Promise<unknown>): void {
    const done = send(this.cache);
    const call = this.node.last;
    this.#keys.set(call, key);
    done.then(
      () => this.floors.set(key, Math.max(this.floors.get(key) ?? 0, this.#met.get(call) ?? 0)),
      () => undefined,
    );
  }

  /** Two reads and a write, which overtake each other on the way there and on the way back. */
  overlap(key: string, n: string, order: number): void {
    this.read(key);
    const calls = [this.node.last];
    this.write(key, n);
    calls.push(this.node.last);
    this.read(key);
    calls.push(this.node.last);
    const [there, back] = [order % 6, Math.floor(order / 6) % 6].map((nth) => permuted(calls, nth));
    for (const call of there ?? []) this.arrive(call);
    for (const call of back ?? []) this.answer(call);
  }

  /** The commands that the server has carried out, or those that it has not. */
  waiting(carriedOut: boolean): Call[] {
    return this.node.calls.filter((call) => call.carriedOut === carriedOut);
  }

  arrive(call: Call | undefined): void {
    if (call === undefined || call.carriedOut) return;
    call.arrive();
    const key = this.#keys.get(call) ?? "";
    this.#met.set(call, this.#history.latest(key));
  }

  answer(call: Call | undefined): void {
    if (call === undefined) return;
    this.arrive(call);
    call.reply();
    this.#drop(call);
  }

  lose(call: Call | undefined): void {
    if (call === undefined) return;
    call.fail();
    this.lost.push(call);
    this.#drop(call);
  }

  /** All that is under way comes to its end. */
  settle(): void {
    for (const call of [...this.node.calls]) this.answer(call);
    for (const connection of this.connections) {
      connection.arrive();
      connection.mend();
    }
  }

  #drop(call: Call): void {
    this.node.calls.splice(this.node.calls.indexOf(call), 1);
  }
}

/** The nth order of three. */
function permuted<T>(three: readonly T[], nth: number): T[] {
  const rest = [...three];
  const first = rest.splice(nth % 3, 1);
  return [...first, ...(nth < 3 ? rest : rest.reverse())];
}
