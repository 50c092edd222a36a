import { acceptsJson } from "./accepts-json.js";

const TEXTS: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "Forbidden",
  503: "Service Unavailable",
};

/** What {@link errorResponse} can be told. */
export interface ErrorResponseOptions {
  /** Whose request it was: where it accepts JSON, and no page, the answer is JSON. */
  readonly request?: Request;
  /** Whether the answer is JSON, whatever the request accepts. */
  readonly json?: boolean;
  /** Hears of errors whose answer is 500 or more: nobody else sees why. Default: they go to `console.error`. */
  readonly log?: (error: unknown) => void;
}

/**
 * An answer to an error: the status that a SessionError asks for (401, 403, 500 or 503), and 500 for every other error. As text it tells
 * nothing of the error but that. As JSON it is `{ code, message }` below 500, and `{ message }` with the status' own words above.
 * An error that has an answer of its own (`getResponse`, as Hono's HTTPException) keeps it.
 *
 * @example
 * webSession(sessions, { onError: (error, request) => errorResponse(error, { request, log: (e) => logger.error(e) }) });
 */
export function errorResponse(error: unknown, options: ErrorResponseOptions = {}): Response {
  const { request, json = request !== undefined && acceptsJson(request), log = logged } = options;
  const own = statusOf(error) === undefined ? ownResponse(error) : undefined;
  const status = own?.status ?? statusOf(error) ?? 500;
  if (status >= 500) log(error);
  if (own !== undefined) return own;
  const text = TEXTS[status] ?? "Internal Server Error";
  return new Response(json ? JSON.stringify(shown(error, status, text)) : `${text}\n`, {
    status,
    headers: {
      "Content-Type": json ? "application/json" : "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
    },
  });
}

/** The status that a SessionError asks for; undefined for other errors. By name: two copies of core have two classes. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== "SessionError" || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}

function shown(error: unknown, status: number, text: string): object {
  if (status >= 500 || !(error instanceof Error) || !("code" in error)) return { message: text };
  return { code: error.code, message: error.message };
}

function ownResponse(error: unknown): Response | undefined {
  if (!(error instanceof Error) || !("getResponse" in error)) return undefined;
  const { getResponse } = error;
  if (typeof getResponse !== "function") return undefined;
  const response: unknown = Reflect.apply(getResponse, error, []);
  return isResponse(response) ? response : undefined;
}

/** By its tag: a framework may have a class of its own. */
export function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === "[object Response]";
}

function logged(error: unknown): void {
  console.error("[sess] a request failed:", error);
}
