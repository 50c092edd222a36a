import { newHandle } from "./token.js";

/**
 * What core itself knows of a session. It travels in the record's one reserved field, so that no data key can reach it:
 * the user id is set by `login` and by nothing else.
 */
export interface Facts {
  /** The public handle. */
  readonly id: string;
  readonly createdAt: number;
  /** The absolute deadline: nothing but a login moves it. */
  readonly endsAt: number;
  readonly userId?: string;
  /** When the user last proved who he is. */
  readonly authenticatedAt?: number;
}

export function newFacts(now: number, absoluteMs: number): Facts {
  return { id: newHandle(), createdAt: now, endsAt: now + absoluteMs };
}

const FORMAT = 1;
const HANDLE_GRAMMAR = /^[A-Za-z0-9_-]{22}$/;
/** Clocks of different servers differ a little; a session from further in the future is not believed. */
const MOST_SKEW_MS = 60_000;

/** `[1, id, createdAt, life, userId, sinceLogin]`: times after the first are distances, to keep a million of them small. */
export function encodeFacts(facts: Facts): string {
  const { id, createdAt, endsAt, userId, authenticatedAt } = facts;
  const head = [FORMAT, id, createdAt, endsAt - createdAt];
  if (userId === undefined) return JSON.stringify(head);
  return JSON.stringify([...head, userId, (authenticatedAt ?? createdAt) - createdAt]);
}

/** @returns undefined for everything that {@link encodeFacts} has not written, or not in this version. */
export function decodeFacts(text: string | undefined, now: number): Facts | undefined {
  const parts = text === undefined ? undefined : parseArray(text);
  if (parts === undefined) return undefined;
  const [format, id, createdAt, life, userId, sinceLogin] = parts;
  if (format !== FORMAT || typeof id !== "string" || !HANDLE_GRAMMAR.test(id)) return undefined;
  if (!isTime(createdAt) || createdAt > now + MOST_SKEW_MS || !isTime(life)) return undefined;
  const facts = { id, createdAt, endsAt: createdAt + life };
  if (parts.length === 4) return facts;
  if (typeof userId !== "string" || userId === "" || !isTime(sinceLogin)) return undefined;
  const authenticatedAt = createdAt + sinceLogin;
  return authenticatedAt > now + MOST_SKEW_MS ? undefined : { ...facts, userId, authenticatedAt };
}

function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // Not ours: the caller reports the record as invalid.
  }
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
