/**
 * A response with headers of its own, whatever its body. Those of `Response.redirect()` and `fetch()` cannot be set; and a response that
 * the app keeps as a constant must not be changed: one user's cookie would go out to the next.
 */
export function copyOf(
  response: Response,
  body: ReadableStream<Uint8Array> | null = response.body,
): Response {
  const copy = new Response(body, response);
  if (body !== null && !namesTypes() && !copy.headers.has("Content-Type"))
    copy.headers.set("Content-Type", "text/plain;charset=utf-8");
  return copy;
}

/**
 * Whether a text's response has the header that it is sent with. In Bun it has not, and a copy would be sent as bytes, or with no
 * type at all, which a browser may take for a page.
 */
function namesTypes(): boolean {
  return (typesAreNamed ??= new Response("").headers.has("Content-Type"));
}

let typesAreNamed: boolean | undefined;
