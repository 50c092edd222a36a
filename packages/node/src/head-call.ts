import { oddHeadersError } from "./node-errors.js";
import type { HeaderValue, Wire } from "./wire.js";

/**
 * One call of `writeHead`, in any of its forms: `(status)`, `(status, reason)`, `(status, headers)`,
 * `(status, reason, headers)`, where headers are an object, a flat array of names and values, or an array of pairs.
 *
 * Node lets headers that are passed here win over those set before: a Set-Cookie in them would wipe out ours. So as soon as
 * the session has a header to read or to add, the passed ones are set on the response, and left out of the call.
 */
export class HeadCall {
  readonly status: unknown;
  readonly message: string | undefined;
  #args: unknown[];
  #headers: object | undefined;

  constructor(args: unknown[]) {
    const [status, reason, last] = args;
    const headers = typeof reason === "string" ? last : (last ?? reason);
    this.status = status;
    this.message = typeof reason === "string" ? reason : undefined;
    this.#args = args;
    this.#headers = typeof headers === "object" && headers !== null ? headers : undefined;
  }

  /** What is left to call `writeHead` with: untouched as long as nothing was applied. */
  get args(): unknown[] {
    return this.#args;
  }

  /**
   * Makes wrong headers throw now, before anything is saved. Those of a doubtful form are set on the response first, so
   * that Node itself judges them.
   */
  check(res: Wire): void {
    const headers = this.#headers;
    if (headers === undefined) return;
    if (Array.isArray(headers) && !arePairs(headers) && headers.length % 2 !== 0) throw oddHeadersError();
    let doubtful = false;
    eachHeader(headers, (name, value) => {
      if (isPlain(name, value) || isSkipped(name, res)) return;
      res.setHeader(name, value);
      doubtful = true;
    });
    if (doubtful) this.applyTo(res);
  }

  /**
   * Sets the headers on the response: in place of what was set before, and all lines of a name that comes repeatedly. The
   * caller has set the reason already.
   */
  applyTo(res: Wire): void {
    const headers = this.#headers;
    if (headers === undefined) return;
    const passed = new Set<string>();
    eachHeader(headers, (name, value) => {
      if (isSkipped(name, res)) return;
      const key = String(name).toLowerCase();
      const lines = passed.has(key) ? linesOf(res.getHeader(name)) : [];
      passed.add(key);
      res.setHeader(name, lines.length > 0 ? [...lines, ...linesOf(value)] : value);
    });
    this.#headers = undefined;
    this.#args = [this.status];
  }
}

/** The values of a header, one a line. */
export function linesOf(value: HeaderValue | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === "object" ? [...value] : [String(value)];
}

function eachHeader(headers: object, visit: (name: string, value: HeaderValue) => void): void {
  if (!Array.isArray(headers)) {
    // What a header may be, only Node can tell: it is checked before it is used.
    for (const [name, value] of Object.entries(headers as Record<string, HeaderValue>)) visit(name, value);
  } else if (arePairs(headers)) {
    for (const [name, value] of headers) visit(name, value);
  } else {
    const flat = headers as string[];
    for (let i = 0; i < flat.length; i += 2) visit(flat[i] as string, flat[i + 1] as string);
  }
}

function arePairs(headers: readonly unknown[]): headers is [string, HeaderValue][] {
  return Array.isArray(headers[0]);
}

/** Node passes over an empty name where the response has, or has had, headers of its own, and throws where it has none. */
function isSkipped(name: string, res: Wire): boolean {
  return name === "" && (res.getHeaderNames().length > 0 || hasHeaderTable(res));
}

/** All headers may have been removed again: only Node's own field tells. */
function hasHeaderTable(res: object): boolean {
  const field = Object.getOwnPropertySymbols(res).find(({ description }) => description === "kOutHeaders");
  return field !== undefined && Reflect.get(res, field) !== null;
}

const TOKEN = /^[\w!#$%&'*+\-.^`|~]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Fit for every Node version and protocol, without a doubt. */
function isPlain(name: unknown, value: unknown): boolean {
  if (typeof name !== "string" || !TOKEN.test(name)) return false;
  return Array.isArray(value) ? value.every(isPlainValue) : isPlainValue(value);
}

function isPlainValue(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && VALUE.test(value));
}
