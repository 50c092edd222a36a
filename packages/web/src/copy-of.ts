type Body = ReadableStream<Uint8Array>;

/**
 * A response with headers of its own. Those of `Response.redirect()` and `fetch()` cannot be set; and a response that the app keeps as
 * a constant must not be changed: one user's cookie would go out to the next.
 * @param through what its body goes through
 */
export function copyOf(response: Response, through: (body: Body) => Body = (body) => body): Response {
  // The headers first: in Bun a Blob's type is among them only if they are looked at before the body.
  void response.headers;
  const body = response.body === null ? null : through(response.body);
  // From the response itself, and not from its parts: a Worker's has one that nobody can read (`encodeBody`).
  const copy = new Response(body, response);
  if (body !== null && !namesTypes() && !copy.headers.has("Content-Type"))
    copy.headers.set("Content-Type", "text/plain;charset=utf-8");
  return copy;
}

/**
 * Whether a text's response has the header that it is sent with. In Bun it has not, and a copy would be sent as bytes, or with no
 * type at all, which a browser may take for a page. Nothing tells such a text from bytes and streams without a type: there they are
 * sent as text, too.
 */
function namesTypes(): boolean {
  return (typesAreNamed ??= new Response("").headers.has("Content-Type"));
}

let typesAreNamed: boolean | undefined;
