import { type Secret, signSessionId } from "@sess/connect-store";
import { SessionError } from "@sess/core";
import { warnOnce } from "./warnings.js";

/** The secrets of the option; undefined where cookie-parser's is to be used. Each is tried: a request would be too late to find out. */
export function secretsOf(secret: Secret | readonly Secret[] | undefined): readonly Secret[] | undefined {
  if (!secret) {
    warnOnce("req.secret; provide secret option");
    return undefined;
  }
  const secrets = isList(secret) ? secret : [secret];
  if (secrets.length === 0) throw new TypeError("secret option array must contain one or more strings");
  for (const [at, one] of secrets.entries()) {
    if (!signs(one)) throw unusable(isList(secret) ? `secret option [${at}]` : "secret option", one);
  }
  return secrets;
}

function isList(secret: Secret | readonly Secret[]): secret is readonly Secret[] {
  return Array.isArray(secret);
}

function signs(secret: Secret): boolean {
  try {
    signSessionId("", secret);
    return secret !== "";
  } catch {
    return false;
  }
}

/** Without what came: it may be a secret all the same. */
function unusable(option: string, secret: unknown): SessionError {
  const given = secret === "" ? "empty" : secret === undefined ? "undefined" : `a ${typeof secret}`;
  return new SessionError(
    "INVALID_OPTION",
    `${option} is ${given}; it must be a string, bytes or a KeyObject. Is an environment variable missing?`,
  );
}
