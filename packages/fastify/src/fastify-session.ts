import { checkSessions, SessionError } from "@sess/core";
import { attach, type Opener, type Saved } from "@sess/node";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { clearForError, ReplyInHand, unwrapResponse } from "./reply.js";

/** What is needed of a session manager, whatever the type of its data. */
interface AnySessions extends Opener<AnyRequestSession> {
  find(request: object): AnyRequestSession | undefined;
}

interface AnyRequestSession extends Saved {
  get session(): object;
  set session(value: object | null | undefined);
}

/** What `app.register(fastifySession, …)` takes. */
export interface FastifySessionOptions {
  /** What `createSessions` returned. */
  readonly sessions: AnySessions;
}

/** The session that a request was given last: with two managers, the one of the inner context. */
const current = Symbol("@sess/fastify current");

type Carrier = FastifyRequest & { [current]?: AnyRequestSession };

/** What the hooks of one registration know of a request. */
interface Attached {
  readonly opened: AnyRequestSession;
  readonly pending: ReplyInHand;
}

/** Tells contexts in which `request.session` is ours. Where it is another plugin's, Fastify refuses a second one. */
const decorated = Symbol("@sess/fastify");

const plugin: FastifyPluginAsync<FastifySessionOptions> = async (app, options) => {
  // Called by the app, and with a manager, as it may be known from other frameworks.
  if (typeof app.decorate !== "function")
    throw new SessionError(
      "INVALID_OPTION",
      "Write app.register(fastifySession, { sessions }): Fastify calls fastifySession by itself.",
    );
  const { sessions } = options;
  checkSessions("register(fastifySession, { sessions }): sessions", sessions);
  if (!app.hasDecorator(decorated)) {
    app.decorate(decorated, true);
    app.decorateRequest("session", {
      getter(this: Carrier) {
        return this[current]?.session;
      },
      setter(this: Carrier, value: object | null) {
        const opened = this[current];
        if (opened !== undefined) opened.session = value;
      },
    });
  }

  const attached = Symbol("@sess/fastify attached");
  type Own = Carrier & { [attached]?: Attached };

  app.addHook("onRequest", (request: Own, reply, next) => {
    if (sessions.find(request) !== undefined) return next();
    const pending = new ReplyInHand(reply);
    const opened = attach(sessions, request.raw, reply.raw, {
      request,
      url: request.originalUrl,
      secure: request.protocol === "https",
      pending,
      onError: (error) => {
        // Only raw writes come here. After `hijack()` there is nobody else to answer.
        if (!reply.sent) return void reply.send(error);
        request.log.error(error);
        reply.raw.end();
      },
    });
    request[current] = opened;
    request[attached] = { opened, pending };
    if (opened.loading === undefined) next();
    else opened.loading.then(() => next(), next);
  });

  // In the hook, so that an error can still become another reply. The hold is for replies that go past it.
  app.addHook("onSend", (request: Own, reply, payload, next) => {
    const own = request[attached];
    if (own === undefined) return next();
    const { opened, pending } = own;
    const content = unwrapResponse(reply, payload);
    pending.active = true;
    const saving = opened.commit();
    // With nothing to save, the reply is not put off by a single tick.
    const send = (): void => {
      pending.active = false;
      pending.committed = true;
      next(null, content);
    };
    if (saving === undefined) return send();
    const fail = (error: Error): void => {
      pending.active = false;
      clearForError(reply, error);
      next(error);
    };
    // Last, what Fastify itself throws when it sends the reply.
    return void saving.then(send, fail).catch(next);
  });
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
 * @throws SessionError INVALID_OPTION where this is no session manager: the registration fails.
 */
export const fastifySession: FastifyPluginAsync<FastifySessionOptions> = fastifyPlugin(plugin, {
  name: "@sess/fastify",
  fastify: "5.x",
});
