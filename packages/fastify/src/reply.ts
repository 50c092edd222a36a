import { pageHeaders, statusOf } from "@sess/node";
import type { FastifyReply } from "fastify";

/** The headers that core writes, onto the raw response. */
const OURS = ["set-cookie", "vary", "cache-control"];

/** Fastify keeps headers in the reply. For core to add to them, they have to be on the raw response. */
export function headersToRaw(reply: FastifyReply): void {
  for (const name of OURS) {
    const value = reply.getHeader(name);
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
}

/** In the end, those of the reply win over those of the raw response. So they have to be back in it. */
export function headersFromRaw(reply: FastifyReply): void {
  for (const name of OURS) {
    const value = reply.raw.getHeader(name);
    // Removed first: Fastify would add to the lines of Set-Cookie.
    if (value !== undefined) reply.removeHeader(name).header(name, value);
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
