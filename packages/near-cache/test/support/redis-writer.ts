import { setTimeout as sleep } from "node:timers/promises";
import type { NearCache } from "@sess/near-cache";
import { ENDED, type State } from "./redis-history.js";
import { type Lives, machineMs } from "./redis-lives.js";
import type { Random } from "@sess/test-random";

const HOUR_MS = 3_600_000;

/** The only one who changes the sessions of its places. Writes down what it was told that it has done. */
export class Writer {
  readonly acknowledged: State[] = [];
  failed = 0;
  #held = false;
  #stopped = false;
  #writing = 0;
  readonly #cache: NearCache;
  readonly #lives: Lives;
  readonly #random: Random;
  readonly #ended: Promise<unknown>;

  constructor(cache: NearCache, lives: Lives, places: readonly string[], random: Random) {
    this.#cache = cache;
    this.#lives = lives;
    this.#random = random;
    this.#ended = Promise.all(places.map((place) => this.#occupy(place)));
  }

  /** Begins nothing new. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }

  get isIdle(): boolean {
    return this.#writing === 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
  }

  async #occupy(place: string): Promise<void> {
    for (let { round } = this.#lives; !this.#stopped; round++) {
      const end = this.#lives.endOf(round);
      await this.#live(this.#lives.key(place, round), end - this.#random(200) - 200);
      await sleep(Math.max(1, end - machineMs()));
    }
  }

  /** One session, which is ended in good time. It is given up when it is not as it must be: then Redis has lost something. */
  async #live(key: string, endAt: number): Promise<void> {
    let version = 0;
    while (!this.#stopped && version !== ENDED && machineMs() < endAt + 200) {
      await sleep(5 + this.#random(40));
      if (this.#held) continue;
      this.#writing++;
      try {
        const next = await this.#step(key, version, machineMs() > endAt);
        if (next === undefined) return;
        if (next > version) this.acknowledged.push({ key, version: next, at: machineMs() });
        version = next;
      } catch {
        // It may have been done, or not, or will be done later.
        this.failed++;
        // If it is done late, the session must not come back to life.
        if (version === 0) return;
      } finally {
        this.#writing--;
      }
    }
  }

  /** @returns the version that there is then; undefined when it cannot be */
  async #step(key: string, version: number, last: boolean): Promise<number | undefined> {
    if (version === 0) {
      if (last) return undefined;
      const record = { fields: { n: "1" }, expiresAt: Date.now() + HOUR_MS, anonymous: true };
      if (await this.#cache.create(key, record)) return 1;
      return this.#found(key, version);
    }
    if (last) {
      await this.#cache.delete(key);
      return ENDED;
    }
    const patched = await this.#cache.patch(key, { set: { n: String(version + 1) }, ifVersion: version });
    if (patched.status === "ok") return patched.version;
    return patched.status === "gone" ? undefined : this.#found(key, version);
  }

  /** A change that nobody acknowledged may have been made all the same. */
  async #found(key: string, version: number): Promise<number | undefined> {
    const found = (await this.#cache.read(key))?.version;
    return found !== undefined && found > version ? found : undefined;
  }
}
