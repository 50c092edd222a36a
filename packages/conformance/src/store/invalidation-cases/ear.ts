import type { InvalidationFeed, Invalidations, InvalidationSource } from "@sess/core";

/** How long a store may take to connect. */
const PATIENCE_MS = 10_000;

/** A listener that remembers what it has heard. */
export class Ear {
  readonly heard: Set<string> = new Set();
  readonly feed: InvalidationFeed;

  constructor(invalidations: Invalidations) {
    this.feed = invalidations.listen((key) => void this.heard.add(key));
  }

  /** Waits until the changes of these keys are heard. */
  async connected(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.sourceOf(key);
  }

  /** Waits until all that has changed in these keys has been announced. */
  async barrier(keys: readonly string[]): Promise<void> {
    const sources = new Set<InvalidationSource>();
    for (const key of keys) sources.add(await this.sourceOf(key));
    for (const source of sources) await source.barrier();
  }

  async sourceOf(key: string): Promise<InvalidationSource> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const source = this.feed.sourceOf(key);
      if (source !== undefined) return source;
      if (Date.now() > end) throw new Error(`There is still no connection after ${PATIENCE_MS} ms.`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
