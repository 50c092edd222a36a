import { cookieValues, type Secret, type UnsignedId, unsignSessionId } from "@sess/connect-store";
import type { SessionRequest } from "./request.js";
import { warnOnce } from "./warnings.js";

/** The session ids that a request brings, in their order, and whether a cookie wants to be signed anew. Only those that were signed here. */
export function sessionIdsOf(
  req: SessionRequest,
  name: string,
  secrets: readonly Secret[],
): readonly UnsignedId[] {
  const found = new Map<string, UnsignedId>();
  for (const value of cookieValues(req.headers.cookie ?? "", name)) {
    const id = unsigned(value, secrets);
    if (id !== undefined && !found.has(id.sid)) found.set(id.sid, id);
    if (found.size === MOST_IDS) break;
  }
  if (found.size > 0) return [...found.values()];
  const parsed = fromCookieParser(req, name, secrets);
  return parsed === undefined ? [] : [parsed];
}

/** Each costs a call of the store, and whoever has one can send it often. */
const MOST_IDS = 4;

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
