import type { Migration } from "@sess/core";
import { migrationOf } from "./migration-of.js";
import type { OldRecords } from "./old-records.js";
import { type FromOptions, type Secrets, secretsOf } from "./options.js";
import { base64Sign } from "./signatures.js";
import { cookieWithSignature } from "./signed-cookies.js";

/** How @fastify/session was set up. */
export interface FromFastifySessionOptions extends FromOptions {
  /** Its option `secret`. A signer of its own, with `sign` and `unsign`, is not understood. */
  readonly secret: Secrets;
  /** Its option `cookiePrefix`. Default: none. */
  readonly cookiePrefix?: string;
  /** Its option `algorithm`. Default `"sha256"`. */
  readonly algorithm?: string;
  /** Where its records are: it uses the stores of express-session. */
  readonly records: OldRecords;
}

/**
 * Sessions of @fastify/session go on: an item for `migrate` of `createSessions`. Its cookie is `sessionId` unless `name` says otherwise,
 * percent-encoded (version 10) or not (version 11). `slides` is true by default, as its option `rolling`.
 *
 * @throws SessionError INVALID_OPTION
 */
export function fromFastifySession(options: FromFastifySessionOptions): Migration {
  const { name = "sessionId", secret, cookiePrefix = "", algorithm = "sha256", records } = options;
  const find = cookieWithSignature(name, cookiePrefix, secretsOf("secret", secret), base64Sign(algorithm));
  return migrationOf(
    { library: "@fastify/session", cookies: [name], find, records, ownNames: ["cookie"], slides: true },
    options,
  );
}
