import type { HttpExchange } from "@sess/core";
import type { FastifyReply } from "fastify";

/** Replies that Fastify sends: they have come to the `onSend` hooks. All others are written to the raw response. */
export const sentByFastify: WeakSet<FastifyReply> = new WeakSet();

/**
 * Fastify collects headers in the reply, and hands them to Node in the end: they would win over what was set on the raw
 * response before. So the session's headers go into the reply, or onto the raw response where the handler writes to that.
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
    if (!sentByFastify.has(this.#reply)) return this.#raw.responseHeader(name);
    const lines = this.#lines(name);
    return lines.length > 0 ? lines.join(", ") : undefined;
  }

  setResponseHeader(name: string, value: string): void {
    if (sentByFastify.has(this.#reply)) this.#reply.header(name, value);
    else this.#raw.setResponseHeader(name, value);
  }

  appendResponseHeader(name: string, value: string): void {
    if (!sentByFastify.has(this.#reply)) return this.#raw.appendResponseHeader(name, value);
    const lines = [...this.#lines(name), value];
    // Removed first: to Set-Cookie Fastify would add, in older versions to the very array that the app had passed.
    this.#reply.removeHeader(name).header(name, name === "Set-Cookie" ? lines : lines.join(", "));
  }

  /** As set in the reply, or on the raw response before Fastify had it. */
  #lines(name: string): string[] {
    const value = this.#reply.getHeader(name);
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [String(value)];
  }
}
