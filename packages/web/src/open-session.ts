import type { RequestSession, Session, Sessions } from "@sess/core";
import { endingWith } from "./body-end.js";
import { Checks } from "./checks.js";
import { setCurrent } from "./current.js";
import { type OpenSessionOptions, sessionsArgument, type Settings, settingsOf } from "./settings.js";
import { WebExchange } from "./web-exchange.js";

/** One request's session, for whoever answers the request by hand. Its parts can be taken apart. */
export interface OpenedSession<Data extends object> {
  /** The session as it is now; `sessions.from(request)` also has the one that comes after `regenerate`. */
  readonly session: Session<Data>;
  /**
   * Saves the session, and returns the response with the headers that belong to it: a copy where it sets any. To be called once, with the
   * response that is sent. What has no head of HTTP's own (status 101) comes back as it is, and gets no cookie; so does any other one
   * later.
   * @throws SessionError STORE_UNAVAILABLE and others when the session could not be saved: do not send the response then.
   */
  readonly commit: (response: Response) => Promise<Response>;
  /** Saves what has changed since the commit, or in place of one where nothing is sent. Never rejects; a failure is an event. */
  readonly finish: () => Promise<void>;
}

/**
 * Opens a request's session. {@link webSession} does this, and the rest, for a whole handler. Where the session is open already, it
 * is the same one, and whoever opened it first commits.
 *
 * @example
 * const { session, commit } = await openSession(sessions, request);
 * session.visits = (session.visits ?? 0) + 1;
 * return commit(new Response(`Visit ${session.visits}`));
 * @throws SessionError STORE_UNAVAILABLE (503) when the session could not be read; CROSS_ORIGIN (403) when another site sent the
 * request, which must not be handled then: `errorResponse(error)` answers. INVALID_OPTION for wrong options.
 */
export async function openSession<Data extends object>(
  sessions: Sessions<Data>,
  request: Request,
  options: OpenSessionOptions = {},
): Promise<OpenedSession<Data>> {
  return sessionOpener("openSession", sessions, options)(request);
}

/** What {@link sessionOpener} makes. */
export type SessionOpener<Data extends object> = (
  request: Request,
  carrier?: object,
) => Promise<OpenedSession<Data>>;

/**
 * For adapters: {@link openSession}, whose arguments are checked at the start, in the adapter's name. What it makes takes a request
 * and, where the framework has a context, that as the carrier: what `sessions.from` will be asked with.
 *
 * @throws SessionError INVALID_OPTION
 */
export function sessionOpener<Data extends object>(
  caller: string,
  sessions: Sessions<Data>,
  options: OpenSessionOptions = {},
): SessionOpener<Data> {
  sessionsArgument(caller, sessions);
  const settings = settingsOf(caller, options);
  return async (request, carrier = request) => {
    const found = sessions.find(carrier) ?? sessions.find(request);
    const { opened, commit, finish } =
      found === undefined ? begin(sessions, request, settings, carrier) : joined(found);
    await opened.loading;
    return {
      get session() {
        return opened.session;
      },
      commit,
      finish,
    };
  };
}

/** What is needed of core's `Sessions`: it begins requests. */
export interface Opener<Opened> {
  open(exchange: WebExchange, request: object): Opened;
}

/** What is needed of one request's session, whatever the type of its data. */
export type AnySession = Pick<RequestSession, "loading" | "commit" | "finish"> & { readonly session: object };

/** A session that may still be loading. */
interface Begun<Opened> extends Pick<OpenedSession<object>, "commit" | "finish"> {
  readonly opened: Opened;
}

export function begin<Opened extends AnySession>(
  sessions: Opener<Opened>,
  request: Request,
  { secure, saveAtEnd }: Settings,
  carrier: object = request,
): Begun<Opened> {
  const exchange = new WebExchange(request, secure(request));
  const opened = sessions.open(exchange, carrier);
  const checks = new Checks();
  setCurrent(request, { opened, checks });
  let refused = false;
  const finish = async (): Promise<void> => (refused ? undefined : opened.finish());
  return {
    opened,
    finish,
    commit: async (response) => {
      // The answer to the error of the first one goes out as it is.
      if (refused) return response;
      try {
        await checks.passed();
      } catch (error) {
        refused = true;
        drop(response);
        throw error;
      }
      // An upgrade, or `Response.error()`: the platform knows it by its identity. One whose body was read cannot be sent at all.
      if (response.status < 200 || response.bodyUsed) {
        await finish();
        if (response.bodyUsed) throw new TypeError("The response cannot be sent: its body was read already.");
        return response;
      }
      exchange.answerWith(response);
      try {
        await opened.commit();
      } catch (error) {
        drop(response);
        throw error;
      }
      const answer = exchange.answer ?? response;
      return saveAtEnd ? endingWith(answer, finish) : answer;
    },
  };
}

/** The session that somebody else commits. */
export function joined<Opened extends AnySession>(opened: Opened): Begun<Opened> {
  return { opened, commit: (response) => Promise.resolve(response), finish: () => Promise.resolve() };
}

/** It is not sent: what its body holds open is let go. */
function drop(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}
