/** Each session lives so long; then the next one begins in its place. All processes know their keys without being told. */
export const LIFE_MS = 1200;

const PLACES = 4;

/** In milliseconds, of a clock that all processes of this machine share, and that nobody sets. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The sessions of several writers, from a moment on. */
export class Lives {
  readonly start: number;
  readonly writers: number;
  readonly #remembered: number;

  /** @param remembered how many rounds are still looked at */
  constructor(start: number, writers: number, remembered = 3) {
    this.start = start;
    this.writers = writers;
    this.#remembered = remembered;
  }

  get round(): number {
    return Math.floor((machineMs() - this.start) / LIFE_MS);
  }

  endOf(round: number): number {
    return this.start + (round + 1) * LIFE_MS;
  }

  places(writer: number): readonly string[] {
    return Array.from({ length: PLACES }, (_, place) => `${writer}.${place}`);
  }

  key(place: string, round: number): string {
    return `${place}.${round}`;
  }

  /** Those that live, and those that have ended lately. */
  recent(): string[] {
    const { round } = this;
    const writers = Array.from({ length: this.writers }, (_, writer) => this.places(writer));
    const rounds = Array.from({ length: this.#remembered }, (_, ago) => round - ago);
    return writers.flat().flatMap((place) => rounds.map((one) => this.key(place, one)));
  }
}
