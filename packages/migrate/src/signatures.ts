import { createHmac } from "node:crypto";
import { base64Signature, isSameText } from "@sess/connect-store";
import { SessionError } from "@sess/core";
import type { Secret } from "./options.js";

/** A signature over a text, as a library writes it. */
export type Sign = (text: string, secret: Secret) => string;

/** Base64 without padding: express-session and @fastify/session. Throws INVALID_OPTION for an algorithm that Node does not have. */
export function base64Sign(algorithm: string): Sign {
  return tried(algorithm, (text, secret) => base64Signature(algorithm, text, secret));
}

/** Base64url without padding: Keygrip, and so all libraries that write a second cookie with `.sig` at its name's end. Throws as above. */
export function keygripSign(algorithm: string): Sign {
  return tried(algorithm, (text, secret) => createHmac(algorithm, secret).update(text).digest("base64url"));
}

/** Signs once: else the first request would be the one to find that it cannot be done. */
function tried(algorithm: unknown, sign: Sign): Sign {
  try {
    sign("", "any");
    return sign;
  } catch {
    throw new SessionError(
      "INVALID_OPTION",
      `algorithm is ${JSON.stringify(algorithm)}; it must be one that Node can sign with: getHashes() of node:crypto lists them.`,
    );
  }
}

/** Whether one of the secrets has signed a text. Takes the same time wherever a signature differs. */
export function isSigned(sign: Sign, text: string, signature: string, secrets: readonly Secret[]): boolean {
  return secrets.some((secret) => isSameText(sign(text, secret), signature));
}
