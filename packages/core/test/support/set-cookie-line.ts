import { cookieDate } from "./cookie-date.js";

/** What a browser has understood of a line's attributes. Of several with one name, the last that it understands counts. */
export interface Attributes {
  readonly expires?: number;
  readonly maxAge?: number;
  readonly domain?: string;
  /** Undefined: the one that is written is no path, and the default counts. */
  readonly path?: string | undefined;
  readonly secure?: true;
  readonly httpOnly?: true;
  readonly sameSite?: "Strict" | "Lax" | "None" | "Default";
  readonly partitioned?: true;
}

const MOST_PAIR_OCTETS = 4096;
const MOST_ATTRIBUTE_OCTETS = 1024;

/** RFC 6265bis, section 5.6, and the limits of 5.7. Undefined when the whole line is ignored. */
export function parseSetCookie(
  line: string,
): { name: string; value: string; attributes: Attributes } | undefined {
  if ([...line].some(isControl)) return undefined;
  const [pair = "", ...rest] = line.split(";");
  const [name, value] = pair.includes("=") ? halves(pair) : ["", trim(pair)];
  const octets = octetsOf(name) + octetsOf(value);
  if (octets === 0 || octets > MOST_PAIR_OCTETS) return undefined;
  const understood = rest
    .map(halves)
    .filter(([, text]) => octetsOf(text) <= MOST_ATTRIBUTE_OCTETS)
    .map(([attribute, text]) => attributeOf(attribute.toLowerCase(), text));
  return { name, value, attributes: Object.assign({}, ...understood) as Attributes };
}

/** Sections 5.6.1 to 5.6.7. */
function attributeOf(attribute: string, text: string): Attributes {
  switch (attribute) {
    case "expires": {
      const expires = cookieDate(text);
      return expires === undefined ? {} : { expires };
    }
    case "max-age":
      return /^-?\d+$/.test(text) ? { maxAge: Number(text) } : {};
    case "domain":
      return { domain: text.replace(/^\./, "").toLowerCase() };
    case "path":
      return { path: text.startsWith("/") ? text : undefined };
    case "secure":
      return { secure: true };
    case "httponly":
      return { httpOnly: true };
    case "samesite":
      return {
        sameSite:
          (["Strict", "Lax", "None"] as const).find((known) => known.toLowerCase() === text.toLowerCase()) ??
          "Default",
      };
    case "partitioned":
      return { partitioned: true };
    default:
      return {};
  }
}

/** What stands before and behind the first equals sign. */
function halves(text: string): [string, string] {
  const at = text.indexOf("=");
  return at === -1 ? [trim(text), ""] : [trim(text.slice(0, at)), trim(text.slice(at + 1))];
}

/** Of blanks there are two. */
function trim(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

function isControl(character: string): boolean {
  return character !== "\t" && (character < " " || character === "\x7f");
}

function octetsOf(text: string): number {
  return Buffer.byteLength(text);
}
