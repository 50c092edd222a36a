import type { Migration } from "@sess/core";
import { cookieRecords } from "./cookie-records.js";
import { migrationOf } from "./migration-of.js";
import { type FromOptions, type Secrets, secretsOf } from "./options.js";
import { cookieBesideSignature } from "./signed-cookies.js";

/** How cookie-session was set up. */
export interface FromCookieSessionOptions extends FromOptions {
  /** Its option `keys`, or `secret`. */
  readonly keys: Secrets;
  /** The algorithm of a Keygrip of your own. Default `"sha1"`, as Keygrip has it. */
  readonly algorithm?: string;
}

/**
 * Sessions of cookie-session go on: an item for `migrate` of `createSessions`. Its cookies are `session` and `session.sig` unless `name`
 * says otherwise.
 *
 * Such a cookie says nothing of its age, and every one that a browser was ever sent stays good: only what comes last is known here, so
 * that a copy from before can be imported besides, until `until`. Who is revoked by `revokeUser` is safe from that.
 * How long it lives, our own limits alone say.
 *
 * @throws SessionError INVALID_OPTION
 */
export function fromCookieSession(options: FromCookieSessionOptions): Migration {
  const { name = "session", keys, algorithm = "sha1" } = options;
  const find = cookieBesideSignature(name, secretsOf("keys", keys), algorithm);
  const cookies = [name, `${name}.sig`] as const;
  return migrationOf(
    { library: "cookie-session", cookies, find, records: cookieRecords, ownNames: [], slides: true },
    options,
  );
}
