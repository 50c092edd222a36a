import { type Assurance, type AssuranceLevel, decodeAssurance, encodeAssurance } from "./assurance-level.js";
import { FACTS_FIELD, noTexts, type Texts } from "./fields.js";
import type { Fields } from "./store.js";
import { newHandle } from "./token.js";

/**
 * What core itself knows of a session. It travels in the record's reserved fields, so that no data key can reach it: the user
 * id is set by `login` and by nothing else.
 */
export interface Facts extends Assurance {
  /** The public handle. */
  readonly id: string;
  readonly createdAt: number;
  /** The absolute deadline: nothing but a login moves it. */
  readonly endsAt: number;
  readonly userId?: string;
  /** When the user last proved who he is. */
  readonly authenticatedAt?: number;
  /** The app's words for the device. */
  readonly label?: string;
  /** The epoch that it began in; undefined until it is stored. */
  readonly epoch?: number;
}

export function newFacts(now: number, absoluteMs: number): Facts {
  return { id: newHandle(), createdAt: now, endsAt: now + absoluteMs };
}

/** The level that holds now; undefined where nobody is signed in. */
export function levelOf({ userId, level = 1, stepUp }: Facts, now: number): AssuranceLevel | undefined {
  if (userId === undefined) return undefined;
  return stepUp !== undefined && now < stepUp.until ? stepUp.level : level;
}

/** Clocks of different servers differ a little; a session from further in the future is not believed. */
const MOST_SKEW_MS = 60_000;

const LABEL_FIELD = "$label";
const LEVEL_FIELD = "$level";
const EPOCH_FIELD = "$epoch";

/**
 * A record's fields: data, and the facts in reserved fields. What most sessions do not have takes no room.
 * @param unseen what it holds for other versions of the app
 */
export function withFacts(data: Fields, facts: Facts, unseen?: Fields): Texts {
  const set: Record<string, string> = { [FACTS_FIELD]: encodeFacts(facts) };
  if (facts.label !== undefined) set[LABEL_FIELD] = facts.label;
  if (facts.epoch) set[EPOCH_FIELD] = facts.epoch.toString(36);
  const assurance = encodeAssurance(facts);
  if (assurance !== undefined) set[LEVEL_FIELD] = assurance;
  return Object.assign(noTexts(), unseen, data, set);
}

/**
 * `1<handle> <created> <life>`, and of a signed-in session ` <since login> <user id>`. The numbers are in base 36, and times
 * after the first are distances: a million sessions keep this text.
 */
function encodeFacts({ id, createdAt, endsAt, userId, authenticatedAt = createdAt }: Facts): string {
  const head = `${FORMAT}${id} ${createdAt.toString(36)} ${(endsAt - createdAt).toString(36)}`;
  return userId === undefined ? head : `${head} ${(authenticatedAt - createdAt).toString(36)} ${userId}`;
}

const FORMAT = "1";
/** Ten digits in base 36 are a safe integer. */
const GRAMMAR = /^1([A-Za-z0-9_-]{22}) ([0-9a-z]{1,10}) ([0-9a-z]{1,10})(?: ([0-9a-z]{1,10}) ([^]+))?$/;
const EPOCH_GRAMMAR = /^[0-9a-z]{1,10}$/;

/** @returns undefined for everything that {@link withFacts} has not written, or not in this version. */
export function factsIn(fields: Fields): Facts | undefined {
  const parts = GRAMMAR.exec(fields[FACTS_FIELD] ?? "");
  // By index: to take a match apart by a pattern costs more than the match.
  const id = parts?.[1];
  const created = parts?.[2];
  const life = parts?.[3];
  if (id === undefined || created === undefined || life === undefined) return undefined;
  const epochText = fields[EPOCH_FIELD] ?? "0";
  if (!EPOCH_GRAMMAR.test(epochText)) return undefined;
  const createdAt = parseInt(created, 36);
  const endsAt = createdAt + parseInt(life, 36);
  const epoch = parseInt(epochText, 36);
  const sinceLogin = parts?.[4];
  const userId = parts?.[5];
  if (userId === undefined || sinceLogin === undefined) return { id, createdAt, endsAt, epoch };
  const authenticatedAt = createdAt + parseInt(sinceLogin, 36);
  const facts = { id, createdAt, endsAt, epoch, userId, authenticatedAt };
  const { [LEVEL_FIELD]: level, [LABEL_FIELD]: label } = fields;
  if (level === undefined && label === undefined) return facts;
  const assurance = decodeAssurance(level);
  return assurance && { ...facts, ...assurance, ...(label !== undefined && { label }) };
}

export function isFromFuture({ createdAt, authenticatedAt = createdAt }: Facts, now: number): boolean {
  return Math.max(createdAt, authenticatedAt) > now + MOST_SKEW_MS;
}
