import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The Set-Cookie lines, one each. */
  readonly setCookies: readonly string[];
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the jar's. */
  readonly cookie?: string;
}

/** A request that is under way. */
export interface Asked {
  /** Resolves with the head, as soon as it is there. */
  readonly head: Promise<IncomingMessage>;
  /** Resolves when the body has ended. */
  readonly answer: Promise<Answer>;
  /** What has come so far: for asserting that something has not. */
  readonly progress: { head: boolean; body: string; end: boolean };
  /** Leaves, as a user does who closes the page. */
  leave(): void;
}

/** A browser's share: a connection for each request, and a jar of cookies. */
export class Browser {
  readonly #port: number;
  readonly #jar: Map<string, string>;

  constructor(port: number, jar: ReadonlyMap<string, string> = new Map()) {
    this.#port = port;
    this.#jar = new Map(jar);
  }

  /** The Cookie header that it sends. */
  get cookie(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** A second browser with a copy of this one's cookies, as they are now. */
  copy(): Browser {
    return new Browser(this.#port, this.#jar);
  }

  ask(path: string, options: AskOptions = {}): Promise<Answer> {
    return this.start(path, options).answer;
  }

  start(path: string, { method = "GET", headers = {}, cookie = this.cookie }: AskOptions = {}): Asked {
    const progress = { head: false, body: "", end: false };
    const outgoing = request({
      host: "127.0.0.1",
      port: this.#port,
      path,
      method,
      agent: false,
      // What a page of the app's own sends.
      headers: { "sec-fetch-site": "same-origin", ...headers, ...(cookie !== "" && { cookie }) },
    });
    const head = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", (response) => {
        progress.head = true;
        this.#keep(response.headers["set-cookie"] ?? []);
        resolve(response);
      });
      outgoing.once("error", reject);
    });
    const answer = head.then((response) => readAnswer(response, progress));
    // Each test waits for the one it is interested in; the other one fails with it.
    head.catch(() => {});
    answer.catch(() => {});
    outgoing.end();
    return { head, answer, progress, leave: () => outgoing.destroy() };
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split("=", 2);
      if (attributes.includes("Max-Age=0")) this.#jar.delete(name);
      else this.#jar.set(name, value);
    }
  }
}

async function readAnswer(response: IncomingMessage, progress: Asked["progress"]): Promise<Answer> {
  response.setEncoding("utf8");
  for await (const chunk of response) progress.body += String(chunk);
  progress.end = true;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    setCookies: response.headers["set-cookie"] ?? [],
    body: progress.body,
  };
}
