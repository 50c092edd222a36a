import type { HttpExchange } from "@sess/core";
import type { FastifyReply } from "fastify";

/**
 * Fastify collects headers in the reply, and hands them to Node in the end: they would win over what was set on the raw
 * response before. So the session's headers go into the reply, or onto the raw response once the reply was hijacked.
 */
export class ReplyExchange implements HttpExchange {
  readonly #reply: FastifyReply;
  readonly #raw: HttpExchange;

  constructor(reply: FastifyReply, raw: HttpExchange) {
    this.#reply = reply;
    this.#raw = raw;
  }

  get cookieHeader(): string | undefined {
    return this.#raw.cookieHeader;
  }

  get secure(): boolean {
    return this.#raw.secure;
  }

  get method(): string {
    return this.#raw.method;
  }

  header(name: string): string | undefined {
    return this.#raw.header(name);
  }

  responseHeader(name: string): string | undefined {
    if (this.#reply.sent) return this.#raw.responseHeader(name);
    const value: unknown = this.#reply.getHeader(name);
    return value === undefined ? undefined : String(value);
  }

  setResponseHeader(name: string, value: string): void {
    if (this.#reply.sent) this.#raw.setResponseHeader(name, value);
    else this.#reply.header(name, value);
  }

  appendResponseHeader(name: string, value: string): void {
    if (this.#reply.sent) return this.#raw.appendResponseHeader(name, value);
    // Fastify itself keeps earlier lines of Set-Cookie, and of no other header.
    const before = name.toLowerCase() === "set-cookie" ? undefined : this.responseHeader(name);
    this.#reply.header(name, before === undefined ? value : `${before}, ${value}`);
  }
}
