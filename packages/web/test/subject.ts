import { type AdapterCase, adapterCases, type AdapterSubject, type TestRoute } from "@sess/conformance";
import type { Sessions } from "@sess/core";
import { errorResponse, requireCsrfToken, requireLogin, webSession } from "@sess/web";
import { Hono } from "hono";
import { serving } from "./support/serving.js";
import { StreamedAnswer } from "./support/streamed-answer.js";

/** Rows of the suite that no fetch handler can show. */
const NOT_ON_FETCH: Readonly<Record<string, string>> = {
  "streaming: early hints go out at once (C-18)":
    "A Response has no informational ones before it: they are for the server below.",
  "streaming: a session that would begin after the head: an event, no crash":
    "What a handler does before it returns is in time. What comes later is in late.test.ts.",
  "outage: a store failure while a stream runs: the stream ends, an event tells, the server lives":
    "The same: what the row calls late may be in time. A failure that is late is in late.test.ts.",
};

/** Rows about what changes while a body is being sent. By default a stream calls `session.save()`: see late.test.ts. */
const NEEDS_SAVE_AT_END: readonly string[] = [
  "streaming: server-sent events: the head is flushed early, later changes are saved when the stream ends (T-29)",
  "streaming: a client that leaves: what was changed is saved, the server lives",
];

interface WebSubject extends AdapterSubject {
  readonly saveAtEnd: boolean;
}

/** Stores that are away are what the suite is about: nothing of it goes to the console. */
const quietly = (error: unknown): Response => errorResponse(error, { log: () => {} });

/** A fetch handler without a framework. */
export const fetchSubject = (saveAtEnd: boolean): WebSubject => ({
  saveAtEnd,
  start: ({ sessions, routes, trustProxy }) => {
    const withSession = webSession(sessions, {
      trustProxy,
      saveAtEnd,
      onError: quietly,
    });
    return serving(
      withSession((request) => {
        const route = routes[new URL(request.url).pathname];
        return route ? answer(route, sessions, request) : new Response("Not Found", { status: 404 });
      }),
    );
  },
});

/** A whole Hono app, as a fetch handler. */
export const honoSubject = (saveAtEnd: boolean): WebSubject => ({
  saveAtEnd,
  start: ({ sessions, routes, trustProxy }) => {
    const app = new Hono().onError(quietly);
    for (const [path, route] of Object.entries(routes))
      app.all(path, (c) => answer(route, sessions, c.req.raw));
    const withSession = webSession(sessions, { trustProxy, saveAtEnd, onError: () => {} });
    return serving(withSession(app.fetch));
  },
});

/** The rows that apply: all of them where the subject is none of the above. */
export function casesOf(subject: AdapterSubject & Partial<WebSubject>): AdapterCase[] {
  if (subject.saveAtEnd === undefined) return adapterCases(subject);
  const others = [...Object.keys(NOT_ON_FETCH), ...(subject.saveAtEnd ? [] : NEEDS_SAVE_AT_END)];
  const cases = adapterCases(subject);
  const missing = others.filter((name) => !cases.some((row) => row.name === name));
  if (missing.length > 0) throw new Error(`The suite has no such rows any more: ${missing.join(", ")}`);
  return cases.filter(({ name }) => !others.includes(name));
}

async function answer(route: TestRoute, sessions: Sessions, request: Request): Promise<Response> {
  const { requiresLogin, requiresCsrfToken, handle } = route;
  if (requiresLogin) await requireLogin(requiresLogin === true ? {} : requiresLogin)(request);
  if (requiresCsrfToken) await requireCsrfToken()(request);
  let sent: Response | undefined;
  const streamed = new StreamedAnswer();
  const running = (async () => {
    await handle({
      request,
      get session() {
        return sessions.from(request);
      },
      header: (name) => request.headers.get(name) ?? undefined,
      assignSession: (value) => {
        const opened = sessions.find(request);
        if (opened !== undefined) opened.session = value;
      },
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
