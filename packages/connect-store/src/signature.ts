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
  const signature = value.slice(dot + 1);
  const signer = secrets.findIndex((secret) => isSameText(signature, signatureOf(sid, secret)));
  return signer < 0 ? undefined : { sid, stale: signer > 0 };
}

function signatureOf(sid: string, secret: Secret): string {
  return base64Signature("sha256", sid, secret);
}

/** An HMAC in base64, without its padding: what express-session and @fastify/session sign with. */
export function base64Signature(algorithm: string, text: string, secret: Secret): string {
  return createHmac(algorithm, secret).update(text).digest("base64").replace(/=+$/, "");
}

/** Takes the same time wherever the texts differ. */
export function isSameText(one: string, other: string): boolean {
  const [bytes, others] = [Buffer.from(one), Buffer.from(other)];
  return bytes.length === others.length && timingSafeEqual(bytes, others);
}
