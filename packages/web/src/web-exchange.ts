import type { HttpExchange } from "@sess/core";
import { copyOf } from "./copy-of.js";
import { hostOf } from "./host.js";

/** A `Request` and the `Response` to it, as core sees them. */
export class WebExchange implements HttpExchange {
  readonly secure: boolean;
  readonly #request: Request;
  #response: Response | undefined;
  #copy: Response | undefined;

  constructor(request: Request, secure: boolean) {
    this.#request = request;
    this.secure = secure;
  }

  /** From now on core sets the headers of this response. */
  answerWith(response: Response): void {
    this.#response = response;
  }

  /** The same response where no header was set, else a copy. */
  get answer(): Response | undefined {
    return this.#copy ?? this.#response;
  }

  get method(): string {
    return this.#request.method;
  }

  get path(): string {
    return new URL(this.#request.url).pathname;
  }

  get cookieHeader(): string | undefined {
    return this.header("cookie");
  }

  header(name: string): string | undefined {
    return name === "host" ? hostOf(this.#request) : (this.#request.headers.get(name) ?? undefined);
  }

  responseHeader(name: string): string | undefined {
    return this.answer?.headers.get(name) ?? undefined;
  }

  setResponseHeader(name: string, value: string): void {
    this.#writable()?.set(name, value);
  }

  appendResponseHeader(name: string, value: string): void {
    this.#writable()?.append(name, value);
  }

  #writable(): Headers | undefined {
    if (this.#response === undefined) return undefined;
    this.#copy ??= copyOf(this.#response);
    return this.#copy.headers;
  }
}
