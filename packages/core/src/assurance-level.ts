import { refuse } from "./validate.js";

/**
 * How surely it is known who is there: the authenticator assurance levels of NIST SP 800-63B-4. 1: one factor, a password for
 * example. 2: two factors. 3: two, one of them a hardware key that cannot be phished.
 */
export type AssuranceLevel = 1 | 2 | 3;

/** What a login has proved. */
export interface Assurance {
  /** 1 where it is missing. */
  readonly level?: AssuranceLevel;
  /** A higher level for a while, until a moment in milliseconds since the epoch. */
  readonly stepUp?: { readonly level: AssuranceLevel; readonly until: number };
  /** The session comes from elsewhere: when its user proved who he is, and by what, is not known. */
  readonly unproven?: true;
}

export function levelOption(option: string, value: unknown): AssuranceLevel {
  return value === 1 || value === 2 || value === 3 ? value : refuse(option, value, "1, 2 or 3");
}

/** Undefined for level 1, which most sessions have: it takes no room. */
export function encodeAssurance({ level = 1, stepUp, unproven }: Assurance): string | undefined {
  if (unproven) return UNPROVEN;
  if (stepUp !== undefined) return `${level} ${stepUp.level} ${stepUp.until.toString(36)}`;
  return level === 1 ? undefined : String(level);
}

const UNPROVEN = "0";
const GRAMMAR = /^([123])(?: ([123]) ([0-9a-z]{1,10}))?$/;

/** @returns undefined for a text that {@link encodeAssurance} has not written. */
export function decodeAssurance(text: string | undefined): Assurance | undefined {
  if (text === undefined) return {};
  if (text === UNPROVEN) return { unproven: true };
  const [, level, raised, until] = GRAMMAR.exec(text) ?? [];
  if (level === undefined) return undefined;
  if (raised === undefined || until === undefined) return { level: levelFrom(level) };
  return { level: levelFrom(level), stepUp: { level: levelFrom(raised), until: parseInt(until, 36) } };
}

function levelFrom(digit: string): AssuranceLevel {
  return digit === "3" ? 3 : digit === "2" ? 2 : 1;
}
