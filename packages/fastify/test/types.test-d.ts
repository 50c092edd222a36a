import { createSessions, type Session } from "@sess/core";
import { fastifySession, type FastifySessionOptions, requireLogin } from "@sess/fastify";
import { memoryStore } from "@sess/store-memory";
import Fastify, { type FastifyBaseLogger, type FastifyTypeProvider } from "fastify";
import { expectTypeOf } from "vitest";

// Compiled, not run: what an app may write, and what the compiler must refuse.

interface Data {
  cart?: string[];
  theme?: "light" | "dark";
}

const sessions = createSessions<Data>({ store: memoryStore() });
const app = Fastify();

await app.register(fastifySession, { sessions });
await app.register(fastifySession, { sessions, prefix: "/app" });
await app.register(fastifySession, () => ({ sessions }));
expectTypeOf<{ sessions: typeof sessions }>().toExtend<FastifySessionOptions>();
// @ts-expect-error no manager
await app.register(fastifySession, {});
// @ts-expect-error no options
await app.register(fastifySession);
// @ts-expect-error the manager itself is no options object
await app.register(fastifySession, sessions);

app.get("/", async (request) => {
  expectTypeOf(sessions.from(request)).toEqualTypeOf<Session<Data>>();
  const session = request.getDecorator<Session<Data>>("session");
  (session.cart ??= []).push("sku");
  // @ts-expect-error the wrong type of a field
  session.theme = "blue";
  return session;
});

// A guard stands in every hook of a request, and in lists of them.
const guard = requireLogin();
app.get(
  "/private",
  { onRequest: guard, preParsing: [guard], preValidation: guard, preHandler: [guard] },
  async () => "yours",
);
app.addHook("onRequest", guard);
app.addHook("preHandler", guard);
app.route<{ Params: { id: string } }>({
  method: "GET",
  url: "/:id",
  onRequest: guard,
  handler: async (request) => [request.params.id, sessions.from(request).userId],
});

// Other servers, loggers and type providers.
interface Provider extends FastifyTypeProvider {
  readonly validator: unknown;
}
declare const logger: FastifyBaseLogger & { readonly audit: (text: string) => void };
const others = [
  Fastify({ http2: true }),
  Fastify({ https: {} }),
  Fastify({ http2: true, https: {} }),
  Fastify({ loggerInstance: logger }),
] as const;
await others[0].register(fastifySession, { sessions });
others[0].get("/", { onRequest: guard }, async (request) => sessions.from(request).cart);
await others[1].register(fastifySession, { sessions });
others[1].get("/", { onRequest: guard }, async (request) => sessions.from(request).cart);
await others[2].register(fastifySession, { sessions });
others[2].get("/", { onRequest: guard }, async (request) => sessions.from(request).cart);
await others[3].register(fastifySession, { sessions });
others[3].get("/", { onRequest: guard }, async (request) => sessions.from(request).cart);
const typed = Fastify().withTypeProvider<Provider>();
await typed.register(fastifySession, { sessions });
typed.get("/", { onRequest: guard }, async (request) => sessions.from(request).cart);
