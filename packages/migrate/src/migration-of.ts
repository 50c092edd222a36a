import type { Migration, OldData, OldRecord } from "@sess/core";
import { dropLines } from "./old-cookie.js";
import { type FoundRecord, isObject, type OldRecords } from "./old-records.js";
import type { FromOptions } from "./options.js";
import type { FindCookie } from "./signed-cookies.js";

/** What differs between libraries. */
export interface OldLibrary {
  /** For events. */
  readonly library: string;
  /** The cookies that it writes. */
  readonly cookies: readonly string[];
  readonly find: FindCookie;
  /** Where what a cookie names is kept. */
  readonly records: OldRecords;
  /** Whether it moves the end of a session with every request, unless it was told otherwise. */
  readonly slides: boolean;
  /** Names in a record that are the library's own. */
  readonly ownNames: readonly string[];
  /** When a session ends by what its record says, where that can be trusted, in milliseconds since the epoch. */
  readonly endOf?: (record: OldData) => number;
}

export function migrationOf(
  old: OldLibrary,
  { until, userId, cookie, slides = old.slides }: FromOptions,
): Migration {
  const dropCookie = dropLines(old.cookies, cookie);
  return {
    name: old.library,
    until,
    userId,
    find(header) {
      const found = old.find(header);
      if (found === undefined || found === "forged") return found;
      const { value, secret } = found;
      return {
        secret: `${old.library}\0${secret}`,
        dropCookie,
        load: async () => recordOf(old, slides, await old.records.read(value)),
        end: () => old.records.end(value),
      };
    },
  };
}

function recordOf(
  { ownNames, endOf }: OldLibrary,
  slides: boolean,
  found: FoundRecord | "unreadable" | undefined,
): OldRecord | "unreadable" | undefined {
  if (found === undefined || found === "unreadable") return found;
  const { record, expiresAt } = found;
  if (!isObject(record)) return "unreadable";
  const data = Object.fromEntries(Object.entries(record).filter(([name]) => !ownNames.includes(name)));
  return { data, slides, expiresAt: endOf === undefined ? expiresAt : Math.min(expiresAt, endOf(record)) };
}
