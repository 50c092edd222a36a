import type { Migration } from "@sess/core";
import { cookieRecords } from "./cookie-records.js";
import { migrationOf } from "./migration-of.js";
import type { OldRecords } from "./old-records.js";
import { type FromOptions, type Secrets, secretsOf } from "./options.js";
import { cookieBesideSignature } from "./signed-cookies.js";

/** How koa-session was set up. */
export interface FromKoaSessionOptions extends FromOptions {
  /** `app.keys`. */
  readonly keys: Secrets;
  /** The algorithm of a Keygrip of your own. Default `"sha1"`, as Keygrip has it. */
  readonly algorithm?: string;
  /**
   * Where its records are: `redisRecords(client, { prefix: "" })`, or `koaRecords(store)`. Left out: in the cookie, as koa-session has it
   * without a store.
   */
  readonly records?: OldRecords;
}

/**
 * Sessions of koa-session go on: an item for `migrate` of `createSessions`. Its cookies are `koa.sess` and `koa.sess.sig` unless `name`
 * (its option `key`) says otherwise. It writes the end of a session into the record, and holds to it; so does this. `slides` is false by
 * default: say true where it has `rolling` or `renew`.
 *
 * @throws SessionError INVALID_OPTION
 */
export function fromKoaSession(options: FromKoaSessionOptions): Migration {
  const { name = "koa.sess", keys, algorithm = "sha1", records = cookieRecords } = options;
  const find = cookieBesideSignature(name, secretsOf("keys", keys), algorithm);
  const ownNames = ["_expire", "_maxAge", "_session"];
  const cookies = [name, `${name}.sig`] as const;
  const library = { library: "koa-session", cookies, find, records, ownNames, slides: false };
  const endOf = ({ _expire: end }: { readonly _expire?: unknown }): number =>
    typeof end === "number" ? end : Infinity;
  return migrationOf({ ...library, endOf }, options);
}
