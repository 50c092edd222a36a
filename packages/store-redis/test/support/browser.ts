import type { HttpExchange, Session, Sessions } from "@sess/core";

/** Sends the cookie that it was given last, as a browser does, and needs no server for it. */
export class Browser {
  cookie: string | undefined;
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** A request to another process, with the same cookie. */
  at(sessions: Sessions): Browser {
    const browser = new Browser(sessions);
    browser.cookie = this.cookie;
    return browser;
  }

  /** A whole request. */
  async visit<T>(handler: (session: Session) => T | Promise<T>): Promise<T> {
    const headers = new Map<string, string>();
    const exchange: HttpExchange = {
      cookieHeader: this.cookie,
      secure: true,
      method: "GET",
      path: "/",
      header: () => undefined,
      responseHeader: (name) => headers.get(name.toLowerCase()),
      setResponseHeader: (name, value) => void headers.set(name.toLowerCase(), value),
      appendResponseHeader: (name, value) => void headers.set(name.toLowerCase(), value),
    };
    try {
      const request = this.#sessions.open(exchange, exchange);
      await request.loading;
      const result = await handler(request.session);
      await request.commit();
      return result;
    } finally {
      // An error page carries the head that there was.
      const setCookie = headers.get("set-cookie");
      if (setCookie !== undefined) {
        this.cookie = setCookie.includes("Max-Age=0") ? undefined : setCookie.split(";", 1)[0];
      }
    }
  }
}
