import { sha256 } from "#crypto";
import type { MaybePromise } from "./crypto/port.js";
import { randomText } from "./random.js";

/** 264 random bits: NIST asks for 64, ASVS 7.2.3 for 128. A multiple of three bytes has one spelling only. */
const TOKEN_BYTES = 33;
export const TOKEN_LENGTH = 44;
const TOKEN_GRAMMAR = /^[A-Za-z0-9_-]{44}$/;

/** 128 random bits: a handle is public, but must not be guessed either (ASVS 11.5.1). */
const HANDLE_BYTES = 16;

/** The secret that goes into the cookie. */
export function newToken(): string {
  return randomText(TOKEN_BYTES);
}

export function isToken(text: string): boolean {
  return text.length === TOKEN_LENGTH && TOKEN_GRAMMAR.test(text);
}

/**
 * What the store sees in place of the token: who reads the store cannot sign in with what he finds there. The prefix
 * keeps this use of SHA-256 apart from every other one.
 */
export function keyOf(token: string): MaybePromise<string> {
  return sha256("sess/v1\0" + token);
}

/** The public name of a session, for logs, pages and admin tools. */
export function newHandle(): string {
  return randomText(HANDLE_BYTES);
}
