import { Visitor } from "@sess/test-visitor";

/** A visitor of a fetch handler, without a server. */
export function visiting(
  handler: (request: Request) => Promise<Response> | Response,
  origin = "http://app.test",
): Visitor {
  return new Visitor(async (path, { method, headers, body }) => {
    const response = await handler(
      new Request(new URL(path, origin), { method, headers, ...(body !== undefined && { body }) }),
    );
    return { status: response.status, headers: response.headers, body: await response.text() };
  });
}
