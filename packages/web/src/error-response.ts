const TEXTS: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "Forbidden",
  503: "Service Unavailable",
};

/**
 * A plain answer to an error: the status that a SessionError asks for (401, 403, 500 or 503), and 500 for every other error. It tells
 * nothing of the error but that.
 *
 * @example
 * app.onError((error) => errorResponse(error)); // Hono
 */
export function errorResponse(error: unknown): Response {
  const status = statusOf(error) ?? 500;
  return new Response(`${TEXTS[status] ?? "Internal Server Error"}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}

/** The status that a SessionError asks for; undefined for other errors. By name: two copies of core have two classes. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== "SessionError" || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}
