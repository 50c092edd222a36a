import type { Assurance } from "./assurance-level.js";
import { store } from "./commit.js";
import { DATA_VERSION_FIELD } from "./data-policy.js";
import { hasCode } from "./errors.js";
import { type Facts, newFacts } from "./facts.js";
import { applyChanges, changesOf, NO_FIELDS, noTexts } from "./fields.js";
import { type LoginTerms, loginTermsOf } from "./login-options.js";
import { endOldSessions, markOldSessions } from "./old-sessions.js";
import { replaceRecord } from "./replace.js";
import type { Scope } from "./scope.js";
import type { Fields } from "./store.js";
import type { Held } from "./stored-session.js";
import { keepLimit, refuseOverLimit } from "./user-limit.js";
import { removeQuietly, unlist, userIdOf } from "./user-list.js";

/**
 * Binds a user to the session. The token is always new and the old one dead. What was in an anonymous session does not
 * come along unless `keep` names it, and nothing ever comes along from another user.
 */
export async function login(scope: Scope, userId: unknown, options: unknown): Promise<void> {
  const { context, state } = scope;
  const user = userIdOf("login(userId)", userId);
  const terms = loginTermsOf(scope, options);
  const { keep, data } = terms;
  const refusal = scope.cookieRefusal();
  if (refusal) throw refusal;
  const previous = state.status === "stored" ? state.facts : undefined;
  await refuseOverLimit(context, user, previous && state);
  // Or an old cookie, which another person may have planted, would be the one that counts when this session has ended.
  const olds = await markOldSessions(scope);

  const before = state.texts();
  const previousKey = state.key;
  const carries = carriedFields(previous?.userId, user, keep);
  let facts = factsFor(scope, user, terms, previous);
  const unsaved = changesOf(state.fields, before, context.policy.codec);
  const dataFrom = (old: Held): Held => ({
    fields: { ...only(applyChanges(old.fields, unsaved), carries), ...data },
    unseen: only(old.unseen ?? NO_FIELDS, carries),
  });

  const replaced = state.status === "stored" && (await replaceRecord(scope, facts, dataFrom));
  if (!replaced) {
    // Nothing to take the place of, or it was ended meanwhile: then nothing of it goes on, nor does its handle.
    if (previous !== undefined) facts = factsFor(scope, user, terms, undefined);
    const own = state.status === "new" ? before : NO_FIELDS;
    await store(scope, facts, { ...only(own, carries), ...data });
  }
  state.show(before, state.fields);
  const previousId = replaced ? previous?.id : undefined;
  if (replaced && previous?.userId !== undefined && previous.userId !== user) {
    await unlist(context, previous.userId, previousKey);
    context.emit({ type: "ended", id: previous.id, userId: previous.userId, reason: "replaced" });
  }
  // Who signs in again has not one session more.
  if (!replaced || previous?.userId !== user) await withinLimit(scope);
  await endOldSessions(scope, olds);
  context.emit({
    type: "login",
    id: facts.id,
    userId: user,
    level: terms.level,
    ...(previousId !== undefined && { previousId }),
  });
}

/** Which fields go on: `"all"` for the same user, what the app names from an anonymous session, none from another user. */
function carriedFields(
  previousUser: string | undefined,
  user: string,
  keep: readonly string[],
): readonly string[] | "all" {
  if (previousUser === user) return "all";
  // What goes on is of the version that wrote it.
  return previousUser === undefined && keep.length > 0 ? [DATA_VERSION_FIELD, ...keep] : [];
}

/** A login that makes one session too many, or of which that is not known, leaves nothing behind. */
async function withinLimit(scope: Scope): Promise<void> {
  const { state, context } = scope;
  try {
    await keepLimit(context, state);
  } catch (error) {
    if (hasCode(error, ["SESSION_ENDED"])) {
      state.status = "ended";
      throw error;
    }
    await removeQuietly(context, state);
    state.becomeNew(state.snapshot());
    scope.endedHere = true;
    throw error;
  }
}

/** A user who confirms who he is keeps the session, with a new absolute deadline (NIST SP 800-63B-4, section 2.1.3). */
function factsFor(scope: Scope, userId: string, terms: LoginTerms, previous: Facts | undefined): Facts {
  const now = scope.context.now();
  const fresh = newFacts(now, scope.context.policy.absoluteMs);
  const again = previous?.userId === userId ? previous : undefined;
  const label = terms.label ?? again?.label;
  return {
    // The clock of the server that created it may be a little ahead: no login is older than its session.
    ...(again === undefined ? fresh : { id: again.id, createdAt: Math.min(again.createdAt, now) }),
    // What the identity provider allows (ASVS 7.6.1).
    endsAt: Math.min(fresh.endsAt, terms.notAfter),
    userId,
    authenticatedAt: now,
    ...(label && { label }),
    ...levelsFor(terms, again, now),
  };
}

/** The level of this proof, and never of an earlier one: but what holds for a while falls back to what was before. */
function levelsFor({ level, levelMs }: LoginTerms, again: Facts | undefined, now: number): Assurance {
  if (levelMs === undefined) return { level };
  const { level: before = 1 } = again ?? {};
  return { level: before < level ? before : level, stepUp: { level, until: now + levelMs } };
}

function only(fields: Fields, names: readonly string[] | "all"): Fields {
  if (names === "all") return fields;
  const texts = noTexts();
  for (const name of names) {
    const text = fields[name];
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}
