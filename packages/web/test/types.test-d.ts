import { createSessions, type LoadedSession, type Session } from "@sess/core";
import { loadSession, openSession, requireCsrfToken, requireLogin, webSession } from "@sess/web";
import { memoryStore } from "@sess/store-memory";
import { Hono } from "hono";
import { expectTypeOf } from "vitest";

// Compiled, not run: what an app may write, and what the compiler must refuse.

interface Data {
  cart?: string[];
}

const sessions = createSessions<Data>({ store: memoryStore() });
const withSession = webSession(sessions);

// The session's data are typed by the manager.
const GET = withSession((request) => {
  expectTypeOf(request).toEqualTypeOf<Request>();
  expectTypeOf(sessions.from(request)).toEqualTypeOf<Session<Data>>();
  return Response.json(sessions.from(request).cart ?? []);
});
const get: (request: Request) => Promise<Response> = GET;
void get;

// The platform's own request and what comes with it stay.
class NextRequest extends Request {
  readonly nextUrl: URL = new URL(this.url);
}
class NextResponse extends Response {
  readonly cookies = new Map<string, string>();
}
const POST = withSession(async (request: NextRequest, { params }: { params: Promise<{ id: string }> }) => {
  const { id } = await params;
  return new NextResponse(`${id} ${request.nextUrl.pathname}`);
});
expectTypeOf(POST).parameters.toEqualTypeOf<[request: NextRequest, { params: Promise<{ id: string }> }]>();
/** What Next.js asks of a route handler. */
const next: (
  request: NextRequest,
  context: { params: Promise<{ id: string }> },
) => Promise<Response> | Response = POST;
void next;

// Workers, Deno and Bun.
interface Env {
  readonly KV: string;
}
const worker: { fetch(request: Request, env: Env, ctx: object): Promise<Response> } = {
  fetch: withSession((_request: Request, env: Env) => new Response(env.KV)),
};
void worker;
const bun = withSession((_request: Request, server: { upgrade(request: Request): boolean }) =>
  server.upgrade(_request) ? undefined : new Response(),
);
expectTypeOf(bun).returns.resolves.toEqualTypeOf<Response | undefined>();

// Hono, whole.
const app = new Hono();
const hono: (request: Request) => Promise<Response> = withSession(app.fetch);
void hono;

// By hand.
const { session, commit } = await openSession(sessions, new Request("http://app.test/"));
expectTypeOf(session).toEqualTypeOf<Session<Data>>();
expectTypeOf(commit).returns.resolves.toEqualTypeOf<Response>();
expectTypeOf(await loadSession(sessions, new Request("http://app.test/"))).toEqualTypeOf<
  LoadedSession<Data> | undefined
>();
await requireLogin({ level: 2 })(new Request("http://app.test/"));
await requireCsrfToken()(new Request("http://app.test/"), new FormData());
await requireCsrfToken()(new Request("http://app.test/"), { _csrf: "token" });

// @ts-expect-error no manager
webSession();
// @ts-expect-error a typing error
webSession(sessions, { trustProxies: true });
// @ts-expect-error a handler answers
withSession(() => "text");
// @ts-expect-error the wrong type of a field
session.cart = "sku";
