import { SessionError } from "@sess/core";

/** Where an old library keeps its records: `redisRecords`, `connectRecords`, `koaRecords`, or one of your own. */
export interface OldRecords {
  /**
   * Undefined where there is none, `"unreadable"` where it cannot be parsed.
   * @throws what the store gives, when it fails.
   */
  read(id: string): Promise<FoundRecord | "unreadable" | undefined>;
  /** Removes a record. @returns false when there was none. Of several calls at once, one is told true. */
  end(id: string): Promise<boolean>;
}

/** A record, and how long the store would have kept it. */
export interface FoundRecord {
  /** As the old library has written it, parsed. */
  readonly record: unknown;
  /** When the store drops it, in milliseconds since the epoch; Infinity where it does not, or nothing tells. */
  readonly expiresAt: number;
}

/** Throws INVALID_OPTION for what is none. */
export function checkRecords(records: unknown): void {
  if (isObject(records) && [records["read"], records["end"]].every((call) => typeof call === "function"))
    return;
  throw new SessionError(
    "INVALID_OPTION",
    "records must say where the old library keeps its sessions: redisRecords(client, { prefix }), connectRecords(store) or koaRecords(store).",
  );
}

/** Calls what parses. Undefined stands for what cannot be parsed. */
export async function parsed(parse: () => unknown): Promise<unknown> {
  try {
    return await parse();
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
