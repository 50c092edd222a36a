import { equal, sha256 } from "#crypto";
import type { MaybePromise } from "./crypto/port.js";
import { SessionError } from "./errors.js";
import { randomText } from "./random.js";
import type { Scope } from "./scope.js";
import { save, throwIfEnded } from "./verbs.js";

/*
 * The synchronizer token is made from the session's own token, which every request brings: nothing is stored for it, two
 * pages that ask at once get tokens that are both good, and it dies with the session's token at login, rotation and logout.
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SECRET_LENGTH = 43;
const GRAMMAR = /^[A-Za-z0-9_-]{86}$/;

/** Begins a session that has no record yet: the form that the token is for must find it again. */
export async function newCsrfToken(scope: Scope): Promise<string> {
  throwIfEnded(scope);
  if (scope.state.status === "new") await save(scope);
  const secret = await secretOf(scope.state.token);
  // Different on every page: else compression would give it away, letter by letter (BREACH).
  const pad = randomText(32);
  return pad + xor(pad, secret);
}

export async function requireCsrfToken(scope: Scope, token: unknown): Promise<void> {
  if (await isOwnToken(scope, token)) return;
  const { state, context } = scope;
  context.emit({ type: "csrf_refused", ...(state.status === "stored" && { id: state.facts.id }) });
  throw new SessionError(
    "CSRF_TOKEN",
    typeof token !== "string" || token === ""
      ? "The request came without a CSRF token: send the one of session.newCsrfToken() in the header X-CSRF-Token, or in the form's field _csrf."
      : "The CSRF token is not of this session: it is from before a login or logout. Load the page again, or ask for a new one.",
  );
}

export async function isOwnToken({ state }: Scope, token: unknown): Promise<boolean> {
  if (state.status !== "stored" || typeof token !== "string" || !GRAMMAR.test(token)) return false;
  return equal(xor(token.slice(0, SECRET_LENGTH), token.slice(SECRET_LENGTH)), await secretOf(state.token));
}

function secretOf(token: string): MaybePromise<string> {
  return sha256("sess/csrf/v1\0" + token);
}

/** Of texts in base64url, six bits at a time. */
function xor(a: string, b: string): string {
  const digit = (character: string): number => ALPHABET.indexOf(character);
  return Array.from(a, (character, at) => ALPHABET[digit(character) ^ digit(b.charAt(at))]).join("");
}
