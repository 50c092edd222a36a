import { median, quantileSorted } from "simple-statistics";

/** The middle of some figures, and between which two of them the middle half lies. */
export function summaryOf(figures) {
  if (figures.length === 0) throw new Error("There is nothing to summarize");
  const sorted = [...figures].sort((a, b) => a - b);
  return { median: median(sorted), low: quantileSorted(sorted, 0.25), high: quantileSorted(sorted, 0.75) };
}

export const medianOf = (figures) => summaryOf(figures).median;

/** The figure that `share` of all do not exceed. */
export const quantileOf = (figures, share) =>
  quantileSorted(
    [...figures].sort((a, b) => a - b),
    share,
  );

/** What a contestant costs more than the other one in the same round: what else the machine does falls out. */
export function differences(figures, others) {
  if (figures.length !== others.length) throw new Error("Not measured in the same rounds");
  return figures.map((figure, round) => figure - others[round]);
}

/** A generator of the same numbers each time, so that a run can be repeated in the same order (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
