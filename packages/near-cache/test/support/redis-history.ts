/** Of a record that has ended. */
export const ENDED: number = Number.MAX_SAFE_INTEGER;

/** What somebody knew of a record at a moment. A later state has a higher version; a key is never used twice. */
export interface State {
  readonly key: string;
  readonly version: number;
  /** In milliseconds of the clock that all processes of a machine share. */
  readonly at: number;
}

/** What one process did and saw. */
export interface History {
  /** From this moment on the record was in this state, or in a later one. */
  readonly acknowledged: readonly State[];
  /** Memory was asked at this moment, and told of this state. */
  readonly told: readonly State[];
  readonly invalidated: number;
  /** Calls that came to nothing because of what was done to the network or the server. */
  readonly failed: number;
}

/** Redis itself had lost the newest state of a record, and was found with this one. */
export interface Loss {
  readonly key: string;
  readonly version: number;
  readonly from: number;
  readonly until: number;
}

export interface Verdict {
  /** Each is a promise that was broken. */
  readonly broken: readonly string[];
  /** Memory told of a state that was not the newest any more. */
  readonly stale: number;
  readonly stalestMs: number;
  readonly told: number;
}

/** Whether nobody was told of a state more than `maxStaleMs` after somebody had been told that a later one was there. */
export function judge(histories: readonly History[], losses: readonly Loss[], maxStaleMs: number): Verdict {
  const changes = byKey(histories.flatMap(({ acknowledged }) => acknowledged));
  const lost = byKey(losses);
  const told = histories.flatMap((history) => history.told);
  const broken: string[] = [];
  let [stale, stalestMs] = [0, 0];
  for (const { key, version, at } of told) {
    for (const change of changes.get(key) ?? []) {
      const ms = at - change.at;
      if (change.version <= version || ms <= 0) continue;
      // What Redis lost is not promised; but that it is as Redis has it is.
      const isExcused = (loss: Loss): boolean =>
        change.at < loss.until && at >= loss.from && version >= loss.version;
      if (lost.get(key)?.some(isExcused)) continue;
      stale++;
      stalestMs = Math.max(stalestMs, ms);
      if (ms > maxStaleMs) broken.push(`${key}: version ${version} ${ms} ms after ${nameOf(change)}`);
    }
  }
  return { broken, stale, stalestMs, told: told.length };
}

const nameOf = ({ version }: State): string => (version === ENDED ? "its end" : `version ${version}`);

function byKey<T extends { readonly key: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.key);
    if (group === undefined) groups.set(item.key, [item]);
    else group.push(item);
  }
  return groups;
}
