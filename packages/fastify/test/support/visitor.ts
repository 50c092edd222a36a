import type { FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";

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

type Sent = Required<Pick<AskOptions, "method" | "headers">> & { body?: string };
type Send = (path: string, request: Sent) => Promise<{ status: number; headers: Headers; body: string }>;

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

/** Without a socket, by `app.inject()`. */
export async function injected(app: FastifyInstance): Promise<Visitor> {
  onTestFinished(() => app.close());
  await app.ready();
  return new Visitor(async (url, { method, headers, body }) => {
    const answer = await app.inject({ url, method, headers, ...(body !== undefined && { body }) });
    const found = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const line of [value ?? []].flat()) found.append(name, String(line));
    }
    return { status: answer.statusCode, headers: found, body: answer.body };
  });
}

/** Over HTTP. */
export async function listening(app: FastifyInstance): Promise<Visitor> {
  onTestFinished(() => app.close());
  const origin = await app.listen({ host: "127.0.0.1", port: 0 });
  return new Visitor(async (path, { method, headers, body }) => {
    const answer = await fetch(new URL(path, origin), {
      method,
      redirect: "manual",
      // Else fetch() would forbid a 304 where a test asks for one.
      headers: { "cache-control": "max-age=0", connection: "close", ...headers },
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  });
}

/** For `describe.each`: what is promised holds for both. */
export const WAYS: [name: string, visit: typeof injected][] = [
  ["inject()", injected],
  ["HTTP", listening],
];
