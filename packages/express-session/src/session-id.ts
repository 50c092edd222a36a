import { cookieValues, type Secret, type UnsignedId, unsignSessionId } from "@sess/connect-store";
import type { SessionRequest } from "./request.js";
import { warnOnce } from "./warnings.js";

/** The session id that a request brings, and whether its cookie wants to be signed anew. Undefined where nobody of us has signed one. */
export function sessionIdOf(
  req: SessionRequest,
  name: string,
  secrets: readonly Secret[],
): UnsignedId | undefined {
  for (const value of cookieValues(req.headers.cookie ?? "", name)) {
    const found = unsigned(value, secrets);
    if (found !== undefined) return found;
  }
  return fromCookieParser(req, name, secrets);
}

/** Where cookie-parser has the cookie and the header does not: apps and tests set `req.cookies` by hand. */
function fromCookieParser(
  { signedCookies, cookies }: SessionRequest,
  name: string,
  secrets: readonly Secret[],
): UnsignedId | undefined {
  const signed = signedCookies?.[name];
  const plain = cookies?.[name];
  const found =
    typeof signed === "string" && signed !== ""
      ? { sid: signed, stale: false }
      : typeof plain === "string"
        ? unsigned(plain, secrets)
        : undefined;
  if (found !== undefined) warnOnce("cookie should be available in req.headers.cookie");
  return found;
}

function unsigned(value: string, secrets: readonly Secret[]): UnsignedId | undefined {
  const found = unsignSessionId(value, secrets);
  return found?.sid === "" ? undefined : found;
}
