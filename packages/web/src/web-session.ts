import { errorResponse, statusOf } from "./error-response.js";
import { type AnySession, begin, type Opener } from "./open-session.js";
import { type OpenSessionOptions, refuse, settingsOf } from "./settings.js";

/** What {@link webSession} can be told. */
export interface WebSessionOptions extends OpenSessionOptions {
  /**
   * Hears of every error: of a session that could not be read or saved (503), of a request that another site sent (403), and of
   * what the handler threw. A Response that it returns is the answer, and gets the session's cookie. Where it returns nothing,
   * a SessionError becomes a plain answer with its status, and any other error goes on to the platform.
   * Default: errors of the first kind go to the console, from status 500 on.
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
  find(request: object): object | undefined;
}

/**
 * Sessions for handlers that turn a `Request` into a `Response`. The handler runs when the session is loaded, finds it by
 * `sessions.from(request)`, and its response leaves when the session is saved. Its parameters stay what the platform passes: a context in Next.js,
 * `env` and `ctx` in a Worker, the server in Bun.
 *
 * A handler that throws: what it changed is saved, and the error goes on to the platform; a new cookie cannot be sent then, unless
 * `onError` makes a response of the error. Used twice, the inner one does nothing.
 *
 * @example
 * const withSession = webSession(sessions);
 * export const GET = withSession((request) => Response.json({ user: sessions.from(request).userId ?? null }));
 * @throws SessionError INVALID_OPTION
 */
export function webSession(sessions: AnySessions, options: WebSessionOptions = {}): WithSession {
  const settings = settingsOf("webSession", options, ["onError"]);
  const { onError = logServerError } = options;
  if (typeof onError !== "function") refuse("webSession onError must be a function.");

  /** Undefined where the error is the platform's. */
  const answerTo = async (error: unknown, request: Request): Promise<Response | undefined> => {
    const own = await onError(error, request);
    if (own) return own;
    return statusOf(error) === undefined ? undefined : errorResponse(error);
  };

  return (handler) =>
    async (request, ...rest) => {
      if (sessions.find(request) !== undefined) return handler(request, ...rest);
      const { opened, commit, finish } = begin(sessions, request, settings);
      try {
        await opened.loading;
      } catch (error) {
        return (await answerTo(error, request)) ?? errorResponse(error);
      }

      const send = async (response: Response): Promise<Response> => {
        try {
          return await commit(response);
        } catch (error) {
          return (await answerTo(error, request)) ?? raise(error);
        }
      };

      let answer;
      try {
        answer = await handler(request, ...rest);
      } catch (thrown) {
        if (isResponse(thrown)) return raise(await send(thrown));
        const response = await answerTo(thrown, request);
        if (response !== undefined) return send(response);
        await finish();
        throw thrown;
      }
      if (answer) return send(answer);
      await finish();
      return answer;
    };
}

function raise(thrown: unknown): never {
  throw thrown;
}

/** What React Router and others throw to redirect. By its tag: a framework may have a class of its own. */
function isResponse(thrown: unknown): thrown is Response {
  return Object.prototype.toString.call(thrown) === "[object Response]";
}

/** Those that are answered here: the platform does not see them. */
function logServerError(error: unknown): undefined {
  if ((statusOf(error) ?? 0) >= 500) console.error("[sess] a request failed:", error);
}
