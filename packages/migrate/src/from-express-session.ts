import type { Migration } from "@sess/core";
import { migrationOf } from "./migration-of.js";
import type { OldRecords } from "./old-records.js";
import { type FromOptions, type Secrets, secretsOf } from "./options.js";
import { base64Sign } from "./signatures.js";
import { cookieWithSignature } from "./signed-cookies.js";

/** How express-session was set up. */
export interface FromExpressSessionOptions extends FromOptions {
  /** Its option `secret`. */
  readonly secret: Secrets;
  /** Where its records are: `redisRecords(client, { prefix: "sess:" })` for connect-redis, `connectRecords(store)` for any other store. */
  readonly records: OldRecords;
}

/**
 * Sessions of express-session go on: an item for `migrate` of `createSessions`. Its cookie is `connect.sid` unless `name` says otherwise. `slides` is
 * true by default: it extends a session with every request, unless the store was told not to (`disableTouch`).
 *
 * @example
 * const records = redisRecords(client, { prefix: "sess:" });
 * createSessions({ store, migrate: [fromExpressSession({ secret, records, until, userId: passportUser })] });
 * @throws SessionError INVALID_OPTION
 */
export function fromExpressSession(options: FromExpressSessionOptions): Migration {
  const { name = "connect.sid", secret, records } = options;
  const find = cookieWithSignature(name, "s:", secretsOf("secret", secret), base64Sign("sha256"));
  return migrationOf(
    { library: "express-session", cookies: [name], find, records, ownNames: ["cookie"], slides: true },
    options,
  );
}
