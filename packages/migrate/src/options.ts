import { type OldData, SessionError } from "@sess/core";
import type { OldCookieOptions } from "./old-cookie.js";

/** What is the same for all old libraries. */
export interface FromOptions {
  /**
   * From this moment on nothing is imported: old cookies count for nothing. Say when, so that it ends: at most 400 days from now.
   */
  readonly until: Date;
  /**
   * When the first process with this migration began. A `revokeAll` of before was not about the old sessions; without `since` any of the
   * last 400 days is taken to be, and nothing is imported.
   */
  readonly since?: Date;
  /**
   * Who is signed in, by the old session's data: `passportUser`, or a function of your own. He is then signed in here, listed, and can
   * be revoked. Undefined where nobody is.
   */
  readonly userId: (data: OldData) => string | undefined;
  /** The old cookie's name. Default: the old library's. */
  readonly name?: string;
  /**
   * Whether the old library moved the end of a session with every request. Then ours has our own limits from now on. Else it ends when
   * the old one would have: by the store's own deadline for the record, and never by what the record says of its cookie.
   */
  readonly slides?: boolean;
  /** The old cookie's attributes, so that browsers drop it. */
  readonly cookie?: OldCookieOptions;
}

/** What the old library signs with: one, or several of which the first signs. */
export type Secrets = Secret | readonly Secret[];

/** Text or bytes, as the old library takes it. */
export type Secret = string | Uint8Array;

/** All of them. Throws INVALID_OPTION where there is none: an empty one would take everybody's signature. */
export function secretsOf(option: string, given: Secrets): readonly [Secret, ...Secret[]] {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  const [first, ...others] = all.filter(isSecret);
  if (first !== undefined && others.length + 1 === all.length) return [first, ...others];
  throw new SessionError(
    "INVALID_OPTION",
    `${option} must be what the old library signs with: a text, bytes, or an array of them, none of them empty.`,
  );
}

function isSecret(value: unknown): value is Secret {
  return (typeof value === "string" || value instanceof Uint8Array) && value.length > 0;
}
