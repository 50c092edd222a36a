export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The Set-Cookie lines, one each. */
  readonly setCookies: readonly string[];
  readonly body: string;
}

export interface AskOptions {
  readonly method?: "GET" | "HEAD" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form, by POST unless another method is given. */
  readonly form?: Readonly<Record<string, string>>;
}

type Sent = Required<Pick<AskOptions, "method" | "headers">> & { readonly body?: string };
/** How a request gets to the app: over a socket, or past it. */
type Send = (path: string, request: Sent) => Promise<Omit<Answer, "setCookies">>;

/** Somebody with a browser: keeps cookies by their names, and follows no redirect by itself. */
export class Visitor {
  readonly cookies: Map<string, string>;
  readonly #send: Send;

  constructor(send: Send, cookies: ReadonlyMap<string, string> = new Map()) {
    this.#send = send;
    this.cookies = new Map(cookies);
  }

  /** Somebody else with a copy of the cookies as they are now: a second tab, or a thief. */
  copy(): Visitor {
    return new Visitor(this.#send, this.cookies);
  }

  /** The Cookie header. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async ask(
    path: string,
    { form, method = form ? "POST" : "GET", headers = {} }: AskOptions = {},
  ): Promise<Answer> {
    const answer = await this.#send(path, {
      method,
      headers: {
        // What a page of the app's own sends.
        "sec-fetch-site": "same-origin",
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
        ...headers,
        ...(this.cookies.size > 0 && { cookie: this.cookie }),
      },
      ...(form && { body: new URLSearchParams(form).toString() }),
    });
    const setCookies = answer.headers.getSetCookie();
    this.#keep(setCookies);
    return { ...answer, setCookies };
  }

  /** Asks for JSON. What it holds is the test's to know. */
  async json<T>(path: string, options?: AskOptions): Promise<T> {
    return JSON.parse((await this.ask(path, options)).body) as T;
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split("; ");
      const name = pair.slice(0, pair.indexOf("="));
      if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(name.length + 1));
    }
  }
}

/** Over HTTP. */
export function visitorAt(origin: string, always: Readonly<Record<string, string>> = {}): Visitor {
  return new Visitor(async (path, { method, headers, body }) => {
    const response = await fetch(new URL(path, origin), {
      method,
      redirect: "manual",
      // Else fetch() would forbid a 304 where a test asks for one.
      headers: { "cache-control": "max-age=0", ...always, ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  });
}
