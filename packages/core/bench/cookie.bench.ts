import { createHmac, timingSafeEqual } from "node:crypto";
import { cookieValues } from "../src/cookie-reader.js";
import { TagSeal } from "../src/cookie-tags.js";
import { CookieWriter } from "../src/cookie-writer.js";
import { newToken } from "../src/token.js";

const token = newToken();
const name = "__Host-Http-sid";
const others = Array.from({ length: 9 }, (_, i) => `other_${i}=${"0123456789abcdef".repeat(2)}`);
const header = [...others.slice(0, 6), `${name}=${token}`, ...others.slice(6)].join("; ");

/** As the usual parsers do it. */
function parseAll(text: string): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const piece of text.split(";")) {
    const at = piece.indexOf("=");
    cookies[piece.slice(0, at).trim()] = decodeURIComponent(piece.slice(at + 1).trim());
  }
  return cookies;
}

const writer = new CookieWriter(
  { name: "sid", sameSite: "lax", domain: undefined, persistent: false, partitioned: false },
  true,
);
const options = { path: "/", secure: true, httpOnly: true, sameSite: "Lax" };

function serialize(value: string): string {
  const parts = [`${name}=${encodeURIComponent(value)}`, `Path=${options.path}`];
  if (options.secure) parts.push("Secure");
  if (options.httpOnly) parts.push("HttpOnly");
  parts.push(`SameSite=${options.sameSite}`);
  return parts.join("; ");
}

const secret = "benchmark benchmark benchmark benchmark";
const seal = new TagSeal([new TextEncoder().encode(secret)], name);
const sealed = await seal.seal(token);
const sign = (text: string): string => createHmac("sha256", secret).update(text).digest("base64url");
const signed = `${token}.${sign(token)}`;

function verify(value: string): string | undefined {
  const at = value.lastIndexOf(".");
  const given = Buffer.from(value.slice(at + 1));
  const right = Buffer.from(sign(value.slice(0, at)));
  return given.length === right.length && timingSafeEqual(given, right) ? value.slice(0, at) : undefined;
}

/** By what is done, the ways to do it: ours first. */
export const suites: Record<string, Record<string, () => unknown>> = {
  "one cookie out of ten": {
    "@sess/core": () => cookieValues(header, name),
    "parse all of them": () => parseAll(header)[name],
  },
  "a Set-Cookie line": {
    "@sess/core": () => writer.set(token),
    "serialize it each time": () => serialize(token),
  },
  "open a sealed cookie": {
    "@sess/core": () => seal.open(sealed),
    "an HMAC by the secret": () => verify(signed),
  },
};
