import { createHmac } from "node:crypto";
import { base64Signature, isSameText } from "@sess/connect-store";
import type { Secret } from "./options.js";

/** A signature over a text, as a library writes it. */
export type Sign = (text: string, secret: Secret) => string;

/** Base64 without padding: express-session and @fastify/session. */
export function base64Sign(algorithm: string): Sign {
  return (text, secret) => base64Signature(algorithm, text, secret);
}

/** Base64url without padding: Keygrip, and so all libraries that write a second cookie with `.sig` at its name's end. */
export function keygripSign(algorithm: string): Sign {
  return (text, secret) => createHmac(algorithm, secret).update(text).digest("base64url");
}

/** Whether one of the secrets has signed a text. Takes the same time wherever a signature differs. */
export function isSigned(sign: Sign, text: string, signature: string, secrets: readonly Secret[]): boolean {
  return secrets.some((secret) => isSameText(sign(text, secret), signature));
}
