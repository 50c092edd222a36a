/** Reads that are under way. What they bring must not be kept if the record has changed meanwhile. */
export class Fills {
  readonly #underWay = new Map<string, Fill>();

  /** To be called before the store is asked. Reads of one key share their fate. */
  begin(key: string): Fill {
    const shared = this.#underWay.get(key);
    if (shared !== undefined) {
      shared.reads++;
      return shared;
    }
    const fill = { reads: 1, clean: true };
    this.#underWay.set(key, fill);
    return fill;
  }

  /** To be called when the store has answered. @returns false when the answer may be out of date */
  end(key: string, fill: Fill): boolean {
    if (--fill.reads === 0 && this.#underWay.get(key) === fill) this.#underWay.delete(key);
    return fill.clean;
  }

  /** Whoever begins to read after this is not concerned. */
  poison(key: string): void {
    const fill = this.#underWay.get(key);
    if (fill === undefined) return;
    fill.clean = false;
    this.#underWay.delete(key);
  }
}

interface Fill {
  reads: number;
  clean: boolean;
}
