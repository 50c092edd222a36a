import { setTimeout as sleep } from "node:timers/promises";
import type { NearCache } from "@sess/near-cache";
import type { History, State } from "./redis-history.js";
import { type Lives, machineMs } from "./redis-lives.js";
import type { Random } from "@sess/test-random";
import { Writer } from "./redis-writer.js";

/** One process of several, whether it is one or not. */
export interface Node {
  hits(): Promise<number>;
  /** Stops writing, and returns when nothing is under way. */
  hold(): Promise<void>;
  release(): Promise<void>;
  stop(): Promise<History>;
}

const MOST_READS = 16;
/** For so long one third of the sessions are used, and then another. */
const ATTENTION_MS = 300;
/** What is told again within this time is written down once, with its last moment. */
const SAME_MS = 10;

/** Writes to its own sessions, and looks at all, as fast as a busy server. */
export class LocalNode implements Node {
  readonly #cache: NearCache;
  readonly #lives: Lives;
  readonly #random: Random;
  readonly #writer: Writer;
  readonly #told: { -readonly [K in keyof State]: State[K] }[] = [];
  readonly #latest = new Map<string, { readonly since: number; readonly state: { at: number } }>();
  readonly #looking: Promise<void>;
  #reads = 0;
  #failed = 0;
  #stopped = false;

  constructor(cache: NearCache, lives: Lives, number: number, random: Random) {
    this.#cache = cache;
    this.#lives = lives;
    this.#random = random;
    this.#writer = new Writer(cache, lives, lives.places(number), random);
    this.#looking = this.#look();
  }

  async hits(): Promise<number> {
    return this.#cache.report().hits;
  }

  async hold(): Promise<void> {
    this.#writer.hold();
    while (!this.#writer.isIdle) await sleep(5);
  }

  async release(): Promise<void> {
    this.#writer.release();
  }

  async stop(): Promise<History> {
    this.#stopped = true;
    await this.#looking;
    await this.#writer.stop();
    const { invalidated } = this.#cache.report();
    await this.#cache.close();
    const { acknowledged, failed } = this.#writer;
    return { acknowledged, told: this.#told, invalidated, failed: failed + this.#failed };
  }

  async #look(): Promise<void> {
    while (!this.#stopped) {
      const keys = this.#lives.recent();
      for (let look = 0; look < 6; look++) this.#lookAt(keys[this.#random(keys.length)]!);
      await sleep(1);
    }
  }

  #lookAt(key: string): void {
    const at = machineMs();
    const record = this.#cache.near.peek(key);
    if (record !== undefined) this.#note(key, record.version, at);
    else if (this.#attends(key) && this.#reads < MOST_READS && this.#random(2) === 0) void this.#read(key);
  }

  /** Which sessions are asked for changes all the time. What memory has of the others is not put right by the next read. */
  #attends(key: string): boolean {
    const turn = Math.floor(machineMs() / ATTENTION_MS);
    return (numberOf(key) + turn) % 3 === 0;
  }

  async #read(key: string): Promise<void> {
    this.#reads++;
    await this.#cache.read(key).catch(() => this.#failed++);
    this.#reads--;
  }

  #note(key: string, version: number, at: number): void {
    const name = `${key}@${version}`;
    const latest = this.#latest.get(name);
    if (latest !== undefined && at - latest.since < SAME_MS) {
      latest.state.at = at;
      return;
    }
    const state = { key, version, at };
    this.#told.push(state);
    this.#latest.set(name, { since: at, state });
  }
}

/** The digits of a key: its writer, its place and its round. */
function numberOf(key: string): number {
  return Number(key.replaceAll(".", ""));
}
