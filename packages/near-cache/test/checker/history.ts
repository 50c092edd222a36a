/** What a session was from one moment on: its number, or undefined when it was ended. */
interface State {
  readonly n: string | undefined;
  readonly since: number;
}

/** Every state that each session has been in, in the order of the database. No two states have the same number. */
export class History {
  readonly #states = new Map<string, State[]>();

  add(key: string, n: string | undefined, since: number): void {
    this.#of(key).push({ n, since });
  }

  /** The place of the present state. */
  latest(key: string): number {
    return this.#of(key).length - 1;
  }

  placeOf(key: string, n: string): number {
    return this.#of(key).findIndex((state) => state.n === n);
  }

  /** When another state came in the place of this one. */
  endOf(key: string, place: number): number {
    return this.#of(key)[place + 1]?.since ?? Infinity;
  }

  #of(key: string): State[] {
    const known = this.#states.get(key) ?? [];
    this.#states.set(key, known);
    return known;
  }
}
