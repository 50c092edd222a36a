import { SessionError } from "@sess/core";

/** How a request's session is opened, and its response committed. */
export interface OpenSessionOptions {
  /**
   * True: a proxy in front of the app ends TLS, and `X-Forwarded-Proto` says whether the client's hop was. Of several values
   * the last one counts, which the nearest proxy has added. Anybody can send that header: set this only where every request
   * comes through a proxy that sets it. Default false: the URL's scheme counts.
   */
  readonly trustProxy?: boolean;
  /** Whether the client's own hop is TLS, where neither the URL nor `trustProxy` tells. */
  readonly secure?: (request: Request) => boolean;
  /**
   * True: what changes while the body is being sent is saved when it ends, or when the client leaves. Each body then goes through
   * a stream, so it has no Content-Length of its own any more. Default false: use `await session.save()` in the stream.
   */
  readonly saveAtEnd?: boolean;
}

/** {@link OpenSessionOptions} checked, with every default filled in. */
export interface Settings {
  readonly secure: (request: Request) => boolean;
  readonly saveAtEnd: boolean;
}

/**
 * @param more names of options that the caller has beside these
 * @throws SessionError INVALID_OPTION
 */
export function settingsOf(
  caller: string,
  options: OpenSessionOptions,
  more: readonly string[] = [],
): Settings {
  if (typeof options !== "object" || options === null) refuse(`${caller} options must be an object.`);
  const known = ["trustProxy", "secure", "saveAtEnd", ...more];
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) refuse(`${caller} has no option "${name}"; it has ${known.join(", ")}.`);
  }
  const { trustProxy = false, secure, saveAtEnd = false } = options;
  if (typeof trustProxy !== "boolean") refuse(`${caller} trustProxy must be true or false.`);
  if (typeof saveAtEnd !== "boolean") refuse(`${caller} saveAtEnd must be true or false.`);
  if (secure === undefined) return { secure: trustProxy ? cameSecurely : isSecure, saveAtEnd };
  if (typeof secure !== "function") refuse(`${caller} secure must be a function of the request.`);
  if (trustProxy) refuse(`${caller} has both trustProxy and secure: leave one of them out.`);
  return { secure, saveAtEnd };
}

export function refuse(message: string): never {
  throw new SessionError("INVALID_OPTION", message);
}

function isSecure(request: Request): boolean {
  return request.url.startsWith("https:");
}

/**
 * What came in a manager's place is told by its type alone: it may hold a secret.
 * @throws SessionError INVALID_OPTION
 */
export function sessionsArgument(caller: string, sessions: unknown): void {
  const missing = ["find", "open"].filter((name) => !hasMethod(sessions, name)).map((name) => `${name}()`);
  if (missing.length === 0) return;
  const without = typeof sessions === "object" && sessions !== null ? ` without ${missing.join(", ")}` : "";
  refuse(
    `${caller}(sessions): sessions is ${kindOf(sessions)}${without}; it must be what createSessions({ store }) returned.`,
  );
}

/**
 * By its shape: frameworks have requests of their own.
 * @throws SessionError INVALID_OPTION
 */
export function requestArgument(taker: string, request: unknown): void {
  const headers: unknown = typeof request === "object" && request !== null && Reflect.get(request, "headers");
  if (hasMethod(headers, "get")) return;
  refuse(`${taker} takes the Request, and got ${kindOf(request)} that is none. ${IN_HONO}`);
}

/** @throws SessionError INVALID_OPTION */
export function handlerArgument(handler: unknown): void {
  if (typeof handler === "function") return;
  refuse(
    `webSession(sessions)(handler): handler is ${kindOf(handler)}; it must be a function from a Request to a Response, ` +
      `such as app.fetch. ${IN_HONO}`,
  );
}

/** Whose middleware and handlers get a context. */
const IN_HONO =
  "As middleware of Hono use @sess/hono: honoSession(sessions), requireLogin(), requireCsrfToken().";

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, name) === "function";
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The proxy's word, where it says one. */
function cameSecurely(request: Request): boolean {
  const proto = request.headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim().toLowerCase();
  return proto === undefined ? isSecure(request) : proto === "https";
}
