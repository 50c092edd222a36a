import { pageHeaders, statusOf } from "@sess/node";
import type { FastifyReply } from "fastify";

/** Fastify copies a Response's headers in the very end, over ours. So that is done before ours are added. */
export function unwrapResponse(reply: FastifyReply, payload: unknown): unknown {
  if (!isResponse(payload) || payload.bodyUsed) return payload;
  reply.code(payload.status);
  for (const [name, value] of payload.headers) reply.header(name, value);
  return payload.body;
}

/** Fastify keeps the status and headers of the page that an error takes the place of: its length and type alone go. */
export function clearForError(reply: FastifyReply, error: unknown): void {
  for (const name of Object.keys(reply.getHeaders()))
    if (pageHeaders.includes(name)) reply.removeHeader(name);
  reply.code(statusOf(error) ?? 500);
}

/** As Fastify tells them: a Response may be another library's. */
function isResponse(payload: unknown): payload is Response {
  return Object.prototype.toString.call(payload) === "[object Response]";
}
