import type { RouteContext, TestRoute } from "@sess/conformance";
import { StreamedAnswer } from "./streamed-answer.js";

/** What a route's handler finds before it answers. */
type Asked = Pick<RouteContext, "request" | "session" | "header" | "assignSession">;

/** Runs a route's handler. Its response comes when it is sent, or when a stream's first byte is there. */
export function answer(route: TestRoute, asked: Asked): Promise<Response> {
  let sent: Response | undefined;
  const streamed = new StreamedAnswer();
  const running = (async () => {
    await route.handle({
      request: asked.request,
      get session() {
        return asked.session;
      },
      header: (name) => asked.header(name),
      assignSession: (value) => asked.assignSession(value),
      send: (status, body, headers = {}) => {
        sent = new Response(body === "" ? null : body, { status, headers: { ...headers } });
      },
      redirect: (Location) => void (sent = new Response(null, { status: 302, headers: { Location } })),
      stream: (source) => void source.pipe(streamed),
      raw: () => streamed.asNodes(),
    });
    return sent ?? streamed.response;
  })();
  return Promise.race([running, streamed.response]);
}
