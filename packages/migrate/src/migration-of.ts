import type { Migration, OldData, OldRecord, OldSession } from "@sess/core";
import { dropLines } from "./old-cookie.js";
import { checkRecords, type FoundRecord, isObject, type OldRecords } from "./old-records.js";
import type { FromOptions } from "./options.js";
import type { FindCookies, SignedCookie } from "./signed-cookies.js";

/** What differs between libraries. */
export interface OldLibrary {
  /** For events. */
  readonly library: string;
  /** The cookies that it writes; the first is the session's. */
  readonly cookies: readonly [string, ...string[]];
  readonly find: FindCookies;
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
  { until, since, userId, cookie, slides = old.slides }: FromOptions,
): Migration {
  const { library, cookies, records } = old;
  checkRecords(records);
  const dropCookie = dropLines(cookies, cookie);
  const sessionOf = ({ value, signature }: SignedCookie): OldSession => {
    const id = `${library}\0${cookies[0]}=${value}`;
    return {
      id,
      secret: `${id}\0${signature}`,
      dropCookie,
      load: async () => recordOf(old, slides, await records.read(value)),
      end: () => records.end(value),
    };
  };
  return {
    name: library,
    until,
    since,
    userId,
    find(header) {
      const found = old.find(header);
      return found === "forged" ? found : found.map(sessionOf);
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
