import type { Context } from "./context.js";
import { booleanOption } from "./validate.js";

/** Of `revoke`, `revokeUser` and `revokeAll`. */
export interface EverywhereOptions {
  /**
   * True: the promise is kept back until no process can serve the session from its memory any more, not even one that nobody can
   * reach: for `maxStaleMs` of this process' near cache. So a process that revokes needs one, too, with the same number as all others;
   * without, nothing is waited for. Default false: news of it are on their way then.
   */
  readonly everywhere?: boolean;
}

export function everywhereOption(name: string, value: unknown): boolean {
  return booleanOption(`${name} everywhere`, value ?? false);
}

/** Resolves when no process can have what was in the store before this call. */
export async function passedEverywhere({ store }: Context, leastMs = 0): Promise<void> {
  const ms = Math.max(store.maxStaleMs, leastMs);
  if (ms === 0) return;
  const until = performance.now() + ms;
  // A timer may fire a little early, and no two clocks run at quite the same speed.
  while (performance.now() <= until) await pause((until - performance.now()) * 1.001 + 1);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
