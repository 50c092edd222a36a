import { type HeaderValue, pageHeaders, type PendingReply, statusOf } from "@sess/node";
import type { FastifyReply } from "fastify";

/** Fastify keeps a reply's headers until the reply is sent, and then they win over those of the raw response. */
export class ReplyInHand implements PendingReply {
  /** Only while Fastify sends the reply: what goes past it has the raw response's. */
  active = false;
  committed = false;
  readonly #reply: FastifyReply;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
  }

  getHeader(name: string): HeaderValue | undefined {
    return this.#reply.getHeader(name);
  }

  setHeader(name: string, value: HeaderValue): void {
    // Fastify would add to the lines that there are.
    if (name === "Set-Cookie") this.#reply.removeHeader(name);
    this.#reply.header(name, value);
  }
}

/** Fastify copies a Response's headers in the very end, over all others. So that is done before ours are added. */
export function unwrapResponse(reply: FastifyReply, payload: unknown): unknown {
  if (!isResponse(payload) || payload.bodyUsed) return payload;
  reply.code(payload.status);
  for (const [name, value] of payload.headers) reply.header(name, value);
  return payload.body;
}

/** As Fastify tells them: a Response may be another library's. */
function isResponse(payload: unknown): payload is Response {
  return Object.prototype.toString.call(payload) === "[object Response]";
}

/** Fastify keeps the status and most headers of the page that an error takes the place of. */
export function clearForError(reply: FastifyReply, error: unknown): void {
  for (const name of Object.keys(reply.getHeaders()))
    if (pageHeaders.includes(name)) reply.removeHeader(name);
  reply.code(statusOf(error) ?? 500);
}
