import type { HttpExchange, RequestSession } from "@sess/core";
import { attach } from "@sess/node";
import type { FastifyPluginCallback, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { ReplyExchange } from "./reply-exchange.js";

/** What is needed of a session manager, whatever the type of its data. */
interface AnySessions {
  open(exchange: HttpExchange, request: object): AnyRequestSession;
  find(request: object): AnyRequestSession | undefined;
}

interface AnyRequestSession extends Pick<RequestSession, "loading" | "commit" | "finish"> {
  get session(): object;
  set session(value: object | null | undefined);
}

export interface FastifySessionOptions {
  /** What `createSessions` returned. */
  readonly sessions: AnySessions;
}

/** The session that a request was given last: with two managers, the one of the inner context. */
const current = new WeakMap<FastifyRequest, AnyRequestSession>();

const plugin: FastifyPluginCallback<FastifySessionOptions> = (app, { sessions }, done) => {
  if (!app.hasRequestDecorator("session")) {
    app.decorateRequest("session", {
      getter() {
        return current.get(this)?.session;
      },
      setter(value: object | null) {
        const opened = current.get(this);
        if (opened !== undefined) opened.session = value;
      },
    });
  }

  app.addHook("onRequest", async (request, reply) => {
    if (sessions.find(request) !== undefined) return;
    const opened = attach(sessions, request.raw, reply.raw, {
      request,
      secure: request.protocol === "https",
      exchange: (raw) => new ReplyExchange(reply, raw),
      onError: (error) => {
        // Only a hijacked reply comes here: nobody else is left to answer.
        request.log.error(error);
        reply.raw.end();
      },
    });
    current.set(request, opened);
    await opened.loading;
  });

  // In the hook, so that an error can still become another reply. The hold is for replies that go past it.
  app.addHook("onSend", async (request) => {
    await sessions.find(request)?.commit();
  });
  done();
};

/**
 * Gives each request its session, as `request.session` and through `sessions.from(request)`, and saves it before the
 * reply's head is sent. Register it ahead of what uses it; it loads in `onRequest`, in the order of registration.
 *
 * When the store fails, the request fails with STORE_UNAVAILABLE and status 503, through your error handler. Behind a proxy
 * that ends TLS, set Fastify's `trustProxy`: the cookie depends on `request.protocol`.
 *
 * @example
 * await app.register(fastifySession, { sessions });
 */
export const fastifySession: FastifyPluginCallback<FastifySessionOptions> = fastifyPlugin(plugin, {
  name: "@sess/fastify",
  fastify: "5.x",
});
