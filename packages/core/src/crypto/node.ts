import { Buffer } from "node:buffer";
import * as crypto from "node:crypto";
import type * as port from "./port.js";

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url");
}

// The one-shot call takes half the time of a hash object; runtimes that imitate Node may lack it.
export const sha256: (text: string) => string =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha256", text, "base64url")
    : (text) => crypto.createHash("sha256").update(text).digest("base64url");

const secretOf = new WeakMap<port.HmacKey, crypto.KeyObject>();

export function importKey(secret: Uint8Array): port.HmacKey {
  const key: port.HmacKey = { algorithm: "HMAC-SHA-256" };
  secretOf.set(key, crypto.createSecretKey(secret));
  return key;
}

export function hmac(key: port.HmacKey, text: string): string {
  const secret = secretOf.get(key);
  if (secret === undefined) throw new TypeError("hmac() takes a key from importKey()");
  return crypto.createHmac("sha256", secret).update(text).digest("base64url");
}

export function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && crypto.timingSafeEqual(left, right);
}

({ base64url, sha256, importKey, hmac, equal }) satisfies typeof port;
