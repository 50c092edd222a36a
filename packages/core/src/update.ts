import { deadlineAfter, store } from "./commit.js";
import { SessionError } from "./errors.js";
import { applyChanges, changesOf, encodeData } from "./fields.js";
import { checkPatch } from "./create-record.js";
import { MOST_TRIES } from "./most-tries.js";
import { withoutReserved } from "./reserved.js";
import type { Scope } from "./scope.js";
import type { Fields } from "./store.js";
import { readAgain, throwIfEnded } from "./verbs.js";
import { withUpgrade } from "./patch-upgraded.js";
import { refuse } from "./validate.js";

/**
 * Read, change, write, as if nobody else were there: the write holds only for the version that was read, and otherwise
 * all three are done again. What the request has changed on the object before is saved along.
 */
export async function update(scope: Scope, change: unknown): Promise<unknown> {
  throwIfEnded(scope);
  if (!isChange(change)) refuse("update(change)", change, "a function");
  const { context, state } = scope;
  let shown = state.texts();
  const unsaved = changesOf(state.fields, shown, context.policy.codec);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { result, texts } = changed(scope, applyChanges(state.fields, unsaved), change);
    if (await write(scope, texts)) {
      state.show(shown, texts);
      return result;
    }
    const again = await readAgain(scope);
    // The object must follow: if this ends in an error, the response would else undo what the others have written.
    const fresh = applyChanges(again.fields, unsaved);
    state.show(shown, fresh);
    state.become(again, state.token, state.cookie);
    shown = fresh;
  }
  throw new SessionError(
    "STORE_CONFLICT",
    `Others changed the session ${MOST_TRIES} times in a row; update() gave up.`,
  );
}

type Change = (data: object) => unknown;

function isChange(value: unknown): value is Change {
  return typeof value === "function";
}

function changed(scope: Scope, fields: Fields, change: Change): { result: unknown; texts: Fields } {
  const { codec, data: rule } = scope.context.policy;
  // What a schema adds may be one object for all sessions: it is copied, and alone it is no change.
  const known = rule ? encodeData(scope.state.decode(fields), codec) : fields;
  const data: object = scope.state.decode(known);
  const result: unknown = change(data);
  if (result instanceof Promise) {
    result.catch(() => undefined); // The refusal is the error to tell of.
    refuse(
      "update(change)",
      result,
      "a synchronous function: it may run several times, and must not wait in between",
    );
  }
  const texts = encodeData(withoutReserved(scope, data), codec);
  return { result, texts: applyChanges(fields, changesOf(known, texts, codec)) };
}

/** @returns false when somebody else was faster. */
async function write(scope: Scope, texts: Fields): Promise<boolean> {
  const { context, state } = scope;
  const changes = changesOf(state.fields, texts, context.policy.codec);
  if (changes === undefined) return true;
  if (state.status === "new") {
    const refusal = scope.cookieRefusal();
    if (refusal) throw refusal;
    await store(scope, state.facts, texts);
    return true;
  }
  checkPatch(scope, texts);
  const expiresAt = deadlineAfter(scope);
  const outcome = await context.store.patch(state.key, {
    ...withUpgrade(state.upgrade, changes),
    ...(expiresAt && { expiresAt }),
    ifVersion: state.version,
  });
  if (outcome.status === "ok") state.settle(texts, outcome.version, expiresAt ?? state.expiresAt);
  if (outcome.status === "gone") {
    state.status = "ended";
    throwIfEnded(scope);
  }
  return outcome.status === "ok";
}
