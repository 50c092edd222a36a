/** A whole number from 0 to below another. */
export type Random = (below: number) => number;

/** The seed of this run. The environment variable SESS_SEED plays an earlier one again. */
export const seedOfRun: number = Number(process.env["SESS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** A generator of numbers that a seed repeats (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** All of them, in another order. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random(rest.length), 1)[0]!);
}

/** One of them. */
export function oneOf<T>(random: Random, ...choices: readonly [T, ...T[]]): T {
  return choices[random(choices.length)]!;
}
