import type { RedisServer } from "@sess/test-redis";
import type { History, Loss } from "./redis-history.js";
import { machineMs } from "./redis-lives.js";

/** What Redis has: the version of each record that is there. */
async function versionsOn(server: RedisServer): Promise<Map<string, number>> {
  const names = (await server.command("KEYS", "sess:*")) as string[];
  const frames = names.length === 0 ? [] : ((await server.command("MGET", ...names)) as (string | null)[]);
  return new Map(
    names.flatMap((name, i) => {
      // A format number, a deadline of 13 digits, and the version.
      const [, version] = /^1\d{13}(\d+)/.exec(frames[i] ?? "") ?? [];
      return version === undefined ? [] : [[name.slice("sess:".length), Number(version)] as const];
    }),
  );
}

/** A moment in which Redis may have lost something, and what it had afterwards, before anybody wrote again. */
export interface Audit {
  readonly from: number;
  readonly until: number;
  readonly had: ReadonlyMap<string, number>;
}

/** Somebody waits with his writes meanwhile. */
export async function audited(happen: () => Promise<RedisServer>): Promise<Audit> {
  const from = machineMs();
  const server = await happen();
  const had = await versionsOn(server);
  return { from, until: machineMs(), had };
}

/** Which records Redis had in an older state than somebody had been told of. What is missing altogether needs no excuse. */
export function lossesOf(histories: readonly History[], audits: readonly Audit[]): Loss[] {
  const newest = (key: string, until: number): number =>
    Math.max(
      0,
      ...states.filter((state) => state.key === key && state.at < until).map(({ version }) => version),
    );
  const states = histories.flatMap(({ acknowledged }) => acknowledged);
  return audits.flatMap(({ from, until, had }) =>
    [...had]
      .filter(([key, version]) => version < newest(key, until))
      .map(([key, version]) => ({ key, version, from, until })),
  );
}
