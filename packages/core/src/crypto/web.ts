import type * as port from "./port.js";

const encoder = new TextEncoder();
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HMAC = { name: "HMAC", hash: "SHA-256" };

export function base64url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    for (let shift = 18; shift >= 0; shift -= 6) text += ALPHABET.charAt((group >> shift) & 63);
  }
  // Every missing byte of the last group leaves one character without meaning.
  return text.slice(0, Math.ceil((bytes.length * 4) / 3));
}

export async function sha256(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))));
}

export async function importKey(secret: Uint8Array): Promise<port.HmacKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(secret), HMAC, false, ["sign"]);
}

export async function hmac(key: port.HmacKey, text: string): Promise<string> {
  if (!(key instanceof CryptoKey)) throw new TypeError("hmac() takes a key from importKey()");
  return base64url(new Uint8Array(await crypto.subtle.sign(HMAC.name, key, encoder.encode(text))));
}

export function equal(a: string, b: string): boolean {
  // No early return: the loop's length depends on the lengths alone, and these are no secret.
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

({ base64url, sha256, importKey, hmac, equal }) satisfies typeof port;
