import { fit } from "./data-fit.js";
import { type Facts, withFacts } from "./facts.js";
import { checkSize, encodeData } from "./fields.js";
import { importedHandle } from "./import-marker.js";
import { refusal, refusing, refusingAs } from "./import-refusal.js";
import type { Migration, OldData, OldRecord } from "./migration.js";
import type { Found } from "./old-sessions.js";
import { withoutReserved } from "./reserved.js";
import type { Scope } from "./scope.js";
import type { Held } from "./stored-session.js";
import { refuseOverLimit } from "./user-limit.js";
import { userIdOf } from "./user-list.js";

/** What is to be imported of an old record; undefined when there is nothing. Rejects with a refusal where it must not be. */
export async function importable(
  scope: Scope,
  { migration, old }: Found,
  record: OldRecord | "unreadable" | undefined,
): Promise<{ facts: Facts; held: Held } | undefined> {
  const { context } = scope;
  if (record === "unreadable") throw refusal("unreadable");
  // Also where it is no number.
  if (record === undefined || !(record.expiresAt > context.now())) return undefined;
  const id = await importedHandle(old.secret);
  const facts = factsOf(scope, migration, record, id);
  const held = heldOf(scope, record, facts);
  const { userId } = facts;
  // Most of them are visitors' of whom nothing is known.
  if (userId === undefined && Object.keys(held.fields).length === 0) return undefined;
  // It may be from before, and nothing tells.
  if (facts.epoch > (migration.since?.getTime() ?? 0)) throw refusal("revoked");
  if (userId !== undefined) await refusingAs("limit", refuseOverLimit(context, userId, { key: "", facts }));
  return { facts, held };
}

/** It lives no longer than one of ours, and where the old one had a fixed end, as long as that. */
function factsOf(
  { context }: Scope,
  migration: Migration,
  record: OldRecord,
  id: string,
): Facts & { readonly epoch: number } {
  const now = context.now();
  const userId = userOf(migration, record.data);
  const { absoluteMs } = userId === undefined ? context.policy.anonymous : context.policy;
  const mostAt = record.slides ? Infinity : Math.floor(record.expiresAt);
  const endsAt = Math.min(now + absoluteMs, mostAt);
  // The epoch that is known here: a revocation of everybody that is not yet known ends the session.
  const facts = { id, createdAt: now, endsAt, epoch: context.epoch.known };
  if (userId === undefined) return facts;
  // When he signed in, nobody knows: for what asks for a recent login it was too long ago.
  return { ...facts, userId, authenticatedAt: now, unproven: true };
}

function userOf({ userId }: Migration, data: OldData): string | undefined {
  return refusing("user", () => {
    const given: unknown = userId?.(data) ?? undefined;
    // An async function's: what it rejects with must not end the process.
    if (typeof given === "object") Promise.resolve(given).catch(() => undefined);
    return given === undefined ? undefined : userIdOf("migrate userId(data)", given);
  });
}

/** To a schema they are data from before there was one. */
function heldOf(scope: Scope, record: OldRecord, facts: Facts): Held {
  const { codec, maxBytes } = scope.context.policy;
  const texts = refusing("unreadable", () => encodeData(withoutReserved(scope, record.data), codec));
  const fitted = fit(scope.context, { key: "", facts, fields: texts, version: 0, expiresAt: 0 }, texts);
  if (fitted === undefined) throw refusal("unreadable");
  const { fields, data, unseen } = fitted;
  refusing("too_large", () => checkSize(withFacts(fields, facts, unseen), maxBytes));
  return { fields, data, unseen };
}
