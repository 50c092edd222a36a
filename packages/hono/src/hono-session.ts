import type { Sessions } from "@sess/core";
import { type OpenedSession, type OpenSessionOptions, sessionOpener } from "@sess/web";
import type { Context, MiddlewareHandler, Next } from "hono";
import { meetErrors, withAnswer } from "./error-answers.js";
import { setSession } from "./session-variable.js";
import type { SessionVariables } from "./variables.js";

/**
 * Gives each request its session, as `c.get("session")` and through `sessions.from(c)`, and saves it before the response leaves. Use it
 * ahead of the routes; where it is used twice, the second one does nothing.
 *
 * Its errors, and those of the session's verbs, go to `app.onError`: a store that fails is STORE_UNAVAILABLE with status 503, a request
 * that another site sent is CROSS_ORIGIN with 403. Without an `onError` Hono answers with that status.
 *
 * @example
 * const app = new Hono().use(honoSession(sessions)); // from here on, c.get("session") is typed
 * @throws SessionError INVALID_OPTION
 */
export function honoSession<Data extends object>(
  sessions: Sessions<Data>,
  options?: OpenSessionOptions,
): MiddlewareHandler<{ Variables: SessionVariables<Data> }> {
  const open = sessionOpener("honoSession", sessions, options);
  return async (c, next) => {
    meetErrors(c);
    try {
      const opened = await open(c.req.raw, c);
      setSession(c, opened);
      await handle(c, next, opened);
    } catch (error) {
      throw withAnswer(error, c);
    }
  };
}

type Ending = Pick<OpenedSession<object>, "commit" | "finish">;

async function handle(c: Context, next: Next, { commit, finish }: Ending): Promise<void> {
  try {
    await next();
  } catch (thrown) {
    // Hono makes a response of every Error by itself; what comes here is none, and goes on to the platform.
    await finish();
    throw thrown;
  }
  // The handler has forgotten its response. Hono says so, unless somebody asks for `c.res`, which makes one.
  if (!c.finalized) return finish();
  const response = c.res;
  try {
    const answer = await commit(response);
    if (answer !== response) replaceResponse(c, answer);
  } catch (error) {
    // The page of this error is no variant of the page that is not sent.
    c.res = undefined;
    throw error;
  }
}

function replaceResponse(c: Context, response: Response): void {
  // In one step Hono would lay the headers of the old one over those of the new, and the cookie would be gone.
  c.res = undefined;
  c.res = response;
}
