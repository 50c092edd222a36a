import type { Wire, Writer, Writers } from "./wire.js";

/**
 * What a handler said about a page that is not sent after all. Left in place, an error response would be cached as that
 * page, decoded as it, cut to its length, or sent elsewhere. Security headers, other cookies, Vary and CORS headers stay.
 */
export const pageHeaders: readonly string[] = [
  // How its body is to be read.
  "content-type",
  "content-length",
  "content-encoding",
  "content-language",
  "content-location",
  "content-range",
  "content-disposition",
  "content-md5",
  "content-digest",
  "repr-digest",
  "digest",
  "transfer-encoding",
  "trailer",
  "accept-ranges",
  // Which version it is, and how long caches may keep it.
  "etag",
  "last-modified",
  "cache-control",
  "expires",
  "age",
  "pragma",
  "cdn-cache-control",
  "surrogate-control",
  // What the browser does next.
  "location",
  "refresh",
  "clear-site-data",
];

/** Makes a response whose head has not left ready for an error. */
export function clearForError(res: Wire, status: number, http2: boolean): void {
  // Only what is there: removing a length that was never set would keep Node from adding one by itself.
  for (const name of res.getHeaderNames()) if (pageHeaders.includes(name)) res.removeHeader(name);
  res.statusCode = status;
  // An empty one makes Node take that of the status. HTTP/2 has none, and warns when it is touched.
  if (!http2) res.statusMessage = "";
}

/**
 * Lays the writers bare for the error handler: past every wrapper that was put on since, for those think that their
 * response has begun or ended (`compression` would return false from `end` for ever). Once the error response has
 * ended, what the first handler still writes is swallowed: Node would emit an error, and the process would die of it.
 */
export function openForErrorHandler(res: Wire, writers: Writers, error: unknown): void {
  // Asked of the response each time: Node's own `end` calls `write` and `writeHead`, and those must pass.
  const open = (name: Writer, isLate: () => boolean) => {
    res[name] = (...args: unknown[]): unknown =>
      isLate() ? swallow(res, name, args, error) : writers[name].apply(res, args);
  };
  open("writeHead", () => res.headersSent);
  open("flushHeaders", () => res.writableEnded);
  open("write", () => res.writableEnded);
  open("end", () => res.writableEnded);
}

/** Drops a call. Who waits for its callback gets the error. */
export function swallow(res: Wire, name: Writer, args: readonly unknown[], error: unknown): unknown {
  const callback = callbackOf(args);
  if (callback !== undefined) process.nextTick(callback, error);
  // True: nobody should wait for a drain that never comes.
  if (name === "write") return true;
  return name === "flushHeaders" ? undefined : res;
}

/** The status that a SessionError asks for. By name: two copies of core have two classes. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== "SessionError" || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}

function callbackOf(args: readonly unknown[]): ((error: unknown) => void) | undefined {
  const last = args.findLast((arg) => typeof arg === "function");
  // Found by its type, which the type checker cannot follow through `findLast`.
  return last as ((error: unknown) => void) | undefined;
}
