import { createHmac, timingSafeEqual } from "node:crypto";
import type { Secret } from "./options.js";

/** A signature over a text, as a library writes it. */
export type Sign = (text: string, secret: Secret) => string;

/** Base64 without padding: express-session and @fastify/session. */
export function base64Sign(algorithm: string): Sign {
  return (text, secret) => createHmac(algorithm, secret).update(text).digest("base64").replace(/=+$/, "");
}

/** Base64url without padding: Keygrip, and so all libraries that write a second cookie with `.sig` at its name's end. */
export function keygripSign(algorithm: string): Sign {
  return (text, secret) => createHmac(algorithm, secret).update(text).digest("base64url");
}

/** Whether one of the secrets has signed a text. Takes the same time wherever a signature differs. */
export function isSigned(sign: Sign, text: string, signature: string, secrets: readonly Secret[]): boolean {
  const given = Buffer.from(signature);
  return secrets.some((secret) => {
    const right = Buffer.from(sign(text, secret));
    return right.length === given.length && timingSafeEqual(right, given);
  });
}
