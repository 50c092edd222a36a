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

/** Clocks of different servers differ a little; a session from further in the future is not believed. */
const MOST_SKEW_MS = 60_000;

/**
 * `1<handle> <created> <life>`, and of a signed-in session ` <since login> <user id>`. The numbers are in base 36, and times
 * after the first are distances: a million sessions keep this text. What is added one day gets a reserved field of its own.
 */
export function encodeFacts({ id, createdAt, endsAt, userId, authenticatedAt = createdAt }: Facts): string {
  const head = `${FORMAT}${id} ${createdAt.toString(36)} ${(endsAt - createdAt).toString(36)}`;
  return userId === undefined ? head : `${head} ${(authenticatedAt - createdAt).toString(36)} ${userId}`;
}

const FORMAT = "1";
/** Ten digits in base 36 are a safe integer. */
const GRAMMAR = /^1([A-Za-z0-9_-]{22}) ([0-9a-z]{1,10}) ([0-9a-z]{1,10})(?: ([0-9a-z]{1,10}) ([^]+))?$/;

/** @returns undefined for everything that {@link encodeFacts} has not written, or not in this version. */
export function decodeFacts(text: string | undefined, now: number): Facts | undefined {
  const [, id, created, life, sinceLogin, userId] = GRAMMAR.exec(text ?? "") ?? [];
  if (id === undefined || created === undefined || life === undefined) return undefined;
  const createdAt = parseInt(created, 36);
  const facts = { id, createdAt, endsAt: createdAt + parseInt(life, 36) };
  if (createdAt > now + MOST_SKEW_MS) return undefined;
  if (userId === undefined || sinceLogin === undefined) return facts;
  const authenticatedAt = createdAt + parseInt(sinceLogin, 36);
  return authenticatedAt > now + MOST_SKEW_MS ? undefined : { ...facts, userId, authenticatedAt };
}
