import { type HttpExchange, type LoginOptions, SessionError, type Sessions } from "@sess/core";
import { cookieOf, type SessionCookie } from "./session-cookie.js";

/** What {@link signIn} can be told, beside all that `session.login` takes. */
export interface SignInOptions<Data extends object> extends Omit<LoginOptions<Data>, "keep"> {
  /**
   * Where the app is reached, for its scheme and host: with `https:` the cookie is the one for TLS, `__Host-Http-sid`.
   * Default `"http://localhost"`.
   */
  readonly url?: string;
}

/**
 * Signs a user in without the app's login page: a real session in the store, and its cookie.
 *
 * @example
 * const alice = await signIn(sessions, "alice", { data: { cart: ["ink"] }, level: 2 });
 * await request(app).get("/cart").set("Cookie", alice.header); // supertest
 * await app.inject({ url: "/cart", headers: { cookie: alice.header } }); // Fastify
 * await context.addCookies([alice]); // Playwright
 * @throws SessionError what `session.login` throws: INSECURE_TRANSPORT where plain HTTP gets no cookie, so that `url` has to begin with
 * `https:`; STORE_UNAVAILABLE; TOO_MANY_SESSIONS. INVALID_OPTION for a wrong url or user id.
 */
export async function signIn<Data extends object>(
  sessions: Sessions<Data>,
  userId: string,
  options: SignInOptions<Data> = {},
): Promise<SessionCookie> {
  const { url: address = "http://localhost", ...login } = options;
  const url = webUrl(address);
  const response = new Headers();
  const opened = sessions.open(exchangeFor(url, response), {});
  await opened.session.login(userId, login);
  await opened.commit();
  const [line = ""] = response.getSetCookie();
  return cookieOf(line, url, Date.now());
}

function webUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new SessionError("INVALID_OPTION", "signIn url must be one such as http://localhost:3000.");
}

/** A request of a browser without cookies. */
function exchangeFor(url: URL, response: Headers): HttpExchange {
  return {
    cookieHeader: undefined,
    secure: url.protocol === "https:",
    method: "GET",
    path: "/",
    header: () => undefined,
    responseHeader: (name) => response.get(name) ?? undefined,
    setResponseHeader: (name, value) => response.set(name, value),
    appendResponseHeader: (name, value) => response.append(name, value),
  };
}
