import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";

/** What a session id is signed with. */
export type Secret = string | Uint8Array | KeyObject;

/** A session id out of a cookie whose signature was good. */
export interface UnsignedId {
  readonly sid: string;
  /** Another secret than the first has signed it: the cookie wants to be signed anew. */
  readonly stale: boolean;
}

/** The cookie's value for a session id, as express-session writes it, before it is percent-encoded: `s:<sid>.<signature>`. */
export function signSessionId(sid: string, secret: Secret): string {
  return `s:${sid}.${signatureOf(sid, secret)}`;
}

/**
 * The session id in a cookie's decoded value; undefined where no secret has signed it.
 * @param secrets all of them verify; the first is the one in use.
 */
export function unsignSessionId(value: string, secrets: readonly Secret[]): UnsignedId | undefined {
  const dot = value.lastIndexOf(".");
  if (!value.startsWith("s:") || dot < 0) return undefined;
  const sid = value.slice(2, dot);
  const signature = Buffer.from(value.slice(dot + 1));
  const signer = secrets.findIndex((secret) => isEqual(signature, Buffer.from(signatureOf(sid, secret))));
  return signer < 0 ? undefined : { sid, stale: signer > 0 };
}

/** HMAC-SHA256 in base64, without its padding. */
function signatureOf(sid: string, secret: Secret): string {
  return createHmac("sha256", secret).update(sid).digest("base64").replace(/=+$/, "");
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
