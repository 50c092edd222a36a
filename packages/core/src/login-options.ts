import { type AssuranceLevel, levelOption } from "./assurance-level.js";
import { encodeData, fieldOf } from "./fields.js";
import { withoutReserved } from "./reserved.js";
import type { Scope } from "./scope.js";
import type { Fields } from "./store.js";
import { integerOption, knownNames, namesOption, objectOption, refuse } from "./validate.js";

/** What `login` was told, checked. */
export interface LoginTerms {
  readonly keep: readonly string[];
  readonly data: Fields;
  readonly label: string | undefined;
  /** Milliseconds since the epoch; Infinity where there is no such limit. */
  readonly notAfter: number;
  readonly level: AssuranceLevel;
  /** How long the level holds; undefined for as long as the session. */
  readonly levelMs: number | undefined;
}

export function loginTermsOf(scope: Scope, options: unknown = {}): LoginTerms {
  const given: Partial<Record<(typeof NAMES)[number], unknown>> = objectOption(
    "login(userId, options)",
    options,
  );
  knownNames("login", given, NAMES);
  const keep = namesOption("login keep", given.keep ?? []);
  const data = withoutReserved(scope, objectOption("login data", given.data ?? {}));
  const level = levelOption("login level", given.level ?? 1);
  return {
    keep: keep.map(fieldOf),
    data: encodeData(data, scope.context.policy.codec),
    label: labelOf(given.label),
    notAfter: notAfterOf(given.notAfter, scope.context.now()),
    level,
    levelMs:
      given.levelSeconds === undefined
        ? undefined
        : integerOption("login levelSeconds", given.levelSeconds, 1, MOST_LEVEL_SECONDS) * 1000,
  };
}

const NAMES = ["keep", "data", "label", "notAfter", "level", "levelSeconds"] as const;
/** A day: what holds longer is the session's own level. */
const MOST_LEVEL_SECONDS = 86_400;

const MOST_LABEL = 200;

/** Most often a User-Agent header: what is too long, or no text for a page, must not make the login fail. */
function labelOf(option: unknown): string | undefined {
  if (option === undefined) return undefined;
  if (typeof option !== "string") return refuse("login label", option, "a text");
  const label = option.replace(/[\p{Cc}\p{Cs}]/gu, " ").trim();
  return Array.from(label.slice(0, 2 * MOST_LABEL))
    .slice(0, MOST_LABEL)
    .join("");
}

function notAfterOf(option: unknown, now: number): number {
  if (option === undefined) return Infinity;
  const time = option instanceof Date ? option.getTime() : NaN;
  return time > now ? time : refuse("login notAfter", option, "a Date in the future");
}
