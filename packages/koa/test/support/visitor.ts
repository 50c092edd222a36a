import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The Set-Cookie lines, one each. */
  readonly setCookies: readonly string[];
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form, by POST unless another method is given. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Listens on a free port of the loopback interface until the test ends, and returns a visitor without cookies. */
export async function visiting(app: { callback(): Parameters<typeof createServer>[1] }): Promise<Visitor> {
  const server = createServer(app.callback());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return new Visitor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** Somebody with a browser: keeps cookies by their names, and follows no redirect by itself. */
export class Visitor {
  readonly cookies: Map<string, string>;
  readonly #origin: string;

  constructor(origin: string, cookies: ReadonlyMap<string, string> = new Map()) {
    this.#origin = origin;
    this.cookies = new Map(cookies);
  }

  /** Somebody else with a copy of the cookies as they are now: a second tab, or a thief. */
  copy(): Visitor {
    return new Visitor(this.#origin, this.cookies);
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async ask(
    path: string,
    { form, method = form ? "POST" : "GET", headers = {} }: AskOptions = {},
  ): Promise<Answer> {
    const response = await fetch(new URL(path, this.#origin), {
      method,
      redirect: "manual",
      // Else fetch() would forbid a 304 where a test asks for one.
      headers: {
        "cache-control": "max-age=0",
        ...headers,
        ...(this.cookies.size > 0 && { cookie: this.cookie }),
      },
      ...(form && { body: new URLSearchParams(form) }),
    });
    const setCookies = response.headers.getSetCookie();
    this.#keep(setCookies);
    return { status: response.status, headers: response.headers, setCookies, body: await response.text() };
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
