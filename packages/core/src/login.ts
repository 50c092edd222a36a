import { store } from "./commit.js";
import { type Facts, newFacts } from "./facts.js";
import { applyChanges, changesOf, encodeData, fieldOf, NO_FIELDS, noTexts } from "./fields.js";
import { withoutReserved } from "./reserved.js";
import { replaceRecord } from "./replace.js";
import type { Scope } from "./scope.js";
import type { Fields } from "./store.js";
import { unlist, userIdOf } from "./user-list.js";
import { knownNames, namesOption, objectOption } from "./validate.js";

/**
 * Binds a user to the session. The token is always new and the old one dead. What was in an anonymous session does not
 * come along unless `keep` names it, and nothing ever comes along from another user.
 */
export async function login(scope: Scope, userId: unknown, options: unknown): Promise<void> {
  const { context, state } = scope;
  const user = userIdOf("login(userId)", userId);
  const { keep, data } = optionsOf(scope, options);
  const refusal = scope.cookieRefusal();
  if (refusal) throw refusal;

  const before = state.texts();
  const previousKey = state.key;
  const previous = state.status === "stored" ? state.facts : undefined;
  const carries = carriedFields(previous?.userId, user, keep);
  let facts = factsFor(scope, user, previous);
  const unsaved = changesOf(state.fields, before, context.policy.codec);
  const dataFrom = (old: Fields): Fields => ({ ...only(applyChanges(old, unsaved), carries), ...data });

  const replaced = state.status === "stored" && (await replaceRecord(scope, facts, dataFrom));
  if (!replaced) {
    // Nothing to take the place of, or it was ended meanwhile: then nothing of it goes on, nor does its handle.
    if (previous !== undefined) facts = factsFor(scope, user, undefined);
    const own = state.status === "new" ? before : NO_FIELDS;
    await store(scope, facts, { ...only(own, carries), ...data });
  }
  state.show(before, state.fields);
  const previousId = previous?.id;
  if (previous?.userId !== undefined && previous.userId !== user) {
    await unlist(context, previous.userId, previousKey);
    context.emit({ type: "ended", id: previous.id, userId: previous.userId });
  }
  context.emit({
    type: "login",
    id: facts.id,
    userId: user,
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
  return previousUser === undefined ? keep : [];
}

/** A user who confirms who he is keeps the session, with a new absolute deadline (NIST SP 800-63B-4, section 2.1.3). */
function factsFor(scope: Scope, userId: string, previous: Facts | undefined): Facts {
  const now = scope.context.now();
  const fresh = newFacts(now, scope.context.policy.absoluteMs);
  if (previous?.userId !== userId) return { ...fresh, userId, authenticatedAt: now };
  // The clock of the server that created it may be a little ahead: no login is older than its session.
  return {
    ...fresh,
    id: previous.id,
    createdAt: Math.min(previous.createdAt, now),
    userId,
    authenticatedAt: now,
  };
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

function optionsOf(scope: Scope, options: unknown): { keep: readonly string[]; data: Fields } {
  if (options === undefined) return { keep: [], data: NO_FIELDS };
  const given: { keep?: unknown; data?: unknown } = objectOption("login(userId, options)", options);
  knownNames("login", given, ["keep", "data"]);
  const keep = namesOption("login keep", given.keep ?? []);
  const data = withoutReserved(scope, objectOption("login data", given.data ?? {}));
  return { keep: keep.map(fieldOf), data: encodeData(data, scope.context.policy.codec) };
}
