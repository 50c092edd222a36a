import { RedisStoreError } from "./redis-error.js";

// Replies are of unknown type until they are looked at; one of another shape means that no Redis is at the other end.

export function listOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : refuse();
}

export function numberOf(reply: unknown): number {
  return typeof reply === "number" ? reply : refuse();
}

export function textOf(reply: unknown): string | null {
  return reply === null || isText(reply) ? reply : refuse();
}

export function isText(reply: unknown): reply is string {
  return typeof reply === "string";
}

function refuse(): never {
  throw unlike();
}

export function unlike(): RedisStoreError {
  return new RedisStoreError("REPLY", "The server's reply has a form that Redis does not send.");
}
