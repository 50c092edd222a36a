import type { Migration } from "@sess/core";
import { migrationOf } from "./migration-of.js";
import type { OldRecords } from "./old-records.js";
import { type FromOptions, type Secrets, secretsOf } from "./options.js";
import { cookieBesideSignature } from "./signed-cookies.js";

/** How koa-generic-session was set up. */
export interface FromKoaGenericSessionOptions extends FromOptions {
  /** `app.keys`. */
  readonly keys: Secrets;
  /** The algorithm of a Keygrip of your own. Default `"sha1"`, as Keygrip has it. */
  readonly algorithm?: string;
  /** Where its records are: `redisRecords(client, { prefix: "koa:sess:" })`, or `koaRecords(store, { prefix: "koa:sess:" })`. */
  readonly records: OldRecords;
}

/**
 * Sessions of koa-generic-session go on: an item for `migrate` of `createSessions`. Its cookies are `koa.sid` and `koa.sid.sig` unless
 * `name` (its option `key`) says otherwise. `slides` is false by default, as its option
 * `rolling`.
 *
 * @throws SessionError INVALID_OPTION
 */
export function fromKoaGenericSession(options: FromKoaGenericSessionOptions): Migration {
  const { name = "koa.sid", keys, algorithm = "sha1", records } = options;
  const find = cookieBesideSignature(name, secretsOf("keys", keys), algorithm);
  const cookies = [name, `${name}.sig`] as const;
  return migrationOf(
    { library: "koa-generic-session", cookies, find, records, ownNames: ["cookie"], slides: false },
    options,
  );
}
