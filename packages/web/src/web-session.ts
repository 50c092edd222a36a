import { errorResponse, isResponse, statusOf } from "./error-response.js";
import { type AnySession, begin, joined, type Opener } from "./open-session.js";
import {
  handlerArgument,
  type OpenSessionOptions,
  refuse,
  requestArgument,
  sessionsArgument,
  settingsOf,
} from "./settings.js";

/** What {@link webSession} can be told. */
export interface WebSessionOptions extends OpenSessionOptions {
  /**
   * Hears of every error: of a session that could not be read or saved (503), of a request that another site sent (403), and of
   * what the handler threw. A Response that it returns is the answer, and gets the session's cookie. Where it returns nothing,
   * a SessionError becomes an answer with its status (`errorResponse`), and any other error goes on to the platform.
   * Default: a SessionError of status 500 and more goes to the console, where the platform does not see it.
   */
  readonly onError?: (
    error: unknown,
    request: Request,
  ) => Response | undefined | void | Promise<Response | undefined | void>;
}

/** A function from a request to a response. What the platform passes beside the request comes after it. */
export type FetchHandler<Req extends Request, Rest extends readonly unknown[], Answer> = (
  request: Req,
  ...rest: Rest
) => Answer | Promise<Answer>;

/** Gives a handler's requests their sessions, and leaves its parameters as they are. What {@link webSession} returns. */
export type WithSession = <
  Req extends Request,
  Rest extends readonly unknown[],
  Answer extends Response | undefined | void,
>(
  handler: FetchHandler<Req, Rest, Answer>,
) => (request: Req, ...rest: Rest) => Promise<Response | Answer>;

/** What is needed of a session manager, whatever the type of its data. */
interface AnySessions extends Opener<AnySession> {
  find(request: object): AnySession | undefined;
}

/**
 * Sessions for handlers that turn a `Request` into a `Response`. The handler runs when the session is loaded, finds it by
 * `sessions.from(request)`, and its response leaves when the session is saved. Its parameters stay what the platform passes: a context in Next.js,
 * `env` and `ctx` in a Worker, the server in Bun.
 *
 * A handler that throws: what it changed is saved, and the error goes on to the platform; a new cookie cannot be sent then, unless
 * `onError` makes a response of the error. What it returns that is no Response goes back as it is. Used twice, the inner one does nothing.
 *
 * @example
 * const withSession = webSession(sessions);
 * export const GET = withSession((request) => Response.json({ user: sessions.from(request).userId ?? null }));
 * @throws SessionError INVALID_OPTION
 */
export function webSession(sessions: AnySessions, options: WebSessionOptions = {}): WithSession {
  sessionsArgument("webSession", sessions);
  const settings = settingsOf("webSession", options, ["onError"]);
  const { onError } = options;
  if (onError !== undefined && typeof onError !== "function")
    refuse("webSession onError must be a function.");

  /** What is answered here, the platform does not see: it goes to the console, unless somebody else hears of it. */
  const plainly = (error: unknown, request: Request): Response =>
    errorResponse(error, { request, ...(onError !== undefined && { log: () => {} }) });

  /** Undefined where the error is the platform's. */
  const answerTo = async (error: unknown, request: Request): Promise<Response | undefined> => {
    const own = await onError?.(error, request);
    if (own) return own;
    return statusOf(error) === undefined ? undefined : plainly(error, request);
  };

  return (handler) => {
    handlerArgument(handler);
    return async (request, ...rest) => {
      requestArgument("webSession(sessions)(handler)", request);
      const outer = sessions.find(request);
      const { opened, commit, finish } =
        outer === undefined ? begin(sessions, request, settings) : joined(outer);
      try {
        await opened.loading;
      } catch (error) {
        return (await answerTo(error, request)) ?? plainly(error, request);
      }
      if (outer !== undefined) return handler(request, ...rest);

      const send = async (response: Response): Promise<Response> => {
        try {
          return await commit(response);
        } catch (error) {
          return (await answerTo(error, request)) ?? raise(error);
        }
      };

      /** Nothing is sent by us: what was changed is saved, and the platform hears of the error. */
      const giveUp = async (error: unknown): Promise<never> => {
        await finish();
        throw error;
      };

      let answer;
      try {
        answer = await handler(request, ...rest);
      } catch (thrown) {
        if (isResponse(thrown)) return raise(await send(thrown));
        const response = await answerTo(thrown, request).catch(giveUp);
        return response === undefined ? giveUp(thrown) : send(response);
      }
      if (isResponse(answer)) return send(answer);
      await finish();
      return answer;
    };
  };
}

function raise(thrown: unknown): never {
  throw thrown;
}
