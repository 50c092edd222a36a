import type { Codec } from "./codec.js";
import type { Context } from "./context.js";
import { check, type Checked, checkFit } from "./data-check.js";
import { DATA_VERSION_FIELD } from "./data-policy.js";
import type { DataPolicy } from "./data-schema.js";
import { type Data, decodeFields, encodeValue, fieldOf, FLASH_KEY, isSameValue, noTexts } from "./fields.js";
import type { Policy } from "./options.js";
import { isReservedKey } from "./reserved.js";
import type { Fields } from "./store.js";
import type { StoredSession } from "./stored-session.js";
import { refuse } from "./validate.js";
import { isPlain } from "./values.js";

/**
 * A session that was read, with its data as the schema has them: upgraded where an earlier version of the app wrote them. What that
 * changes is not written now, but along with the next write. Undefined where the data do not fit, and the session cannot be used.
 */
export function fit(context: Context, session: StoredSession, written: Fields): StoredSession | undefined {
  const { policy, emit } = context;
  const { data: rule } = policy;
  const version = written[DATA_VERSION_FIELD];
  if (rule === undefined)
    return version === undefined ? session : { ...session, unseen: { [DATA_VERSION_FIELD]: version } };
  const from = Number(version) || 0;
  const old = decodedOrTold(context, session.fields);
  if (old === undefined) return undefined;
  const told = { type: "data_misfit", id: session.facts.id, fromVersion: from, misfit: rule.misfit } as const;
  try {
    const found = fittingData(rule, old, from);
    if ("data" in found) return shown(policy, rule, session, from, old, found);
    emit({ ...told, problems: found.problems });
  } catch (error) {
    emit({ ...told, problems: [], error });
  }
  // What a later version has written is for that one to read.
  if (rule.misfit === "refuse" || from > rule.version) return undefined;
  return shown(policy, rule, session, from, old, { data: {}, whole: true });
}

function decodedOrTold({ policy, emit }: Context, fields: Fields): Data | undefined {
  try {
    return decodeFields(fields, policy.codec);
  } catch {
    emit({ type: "record_invalid", detail: "data" });
    return undefined;
  }
}

interface Fitting {
  readonly data: Data;
  /** What is not in `data` is to go from the record. Else it belongs to another version of the app, and stays there unseen. */
  readonly whole: boolean;
}

function fittingData(rule: DataPolicy, old: Data, from: number): Fitting | Exclude<Checked, { data: Data }> {
  const { schema, version, upgrade } = rule;
  if (upgrade === undefined || from >= version) {
    const checked = check(schema, old);
    if ("data" in checked) return { ...checked, whole: false };
    if (upgrade === undefined || from > version) return checked;
  }
  const next: unknown = upgrade({ ...old }, from);
  if (next === undefined) return { problems: ["upgrade() gave up"] };
  if (typeof next !== "object" || next === null || next instanceof Promise)
    refuse("upgrade(old, fromVersion)", next, "a function that returns data at once, or undefined");
  const checked = check(schema, { ...next, [FLASH_KEY]: old[FLASH_KEY] });
  return "data" in checked ? { ...checked, whole: true } : checked;
}

function shown(
  policy: Policy,
  { version }: DataPolicy,
  session: StoredSession,
  from: number,
  old: Data,
  { data, whole }: Fitting,
): StoredSession {
  const stored = session.fields;
  const fields = noTexts();
  const set = noTexts();
  for (const [key, value] of Object.entries(data)) {
    const field = fieldOf(key);
    const text = isReservedKey(key) ? undefined : textOf(key, value, old, stored[field], policy.codec);
    if (text === undefined) continue;
    fields[field] = text;
    if (text !== stored[field]) set[field] = text;
  }
  const unset: string[] = [];
  const unseen = noTexts();
  for (const field in stored) {
    if (field in fields) continue;
    if (whole) unset.push(field);
    else unseen[field] = stored[field] ?? "";
  }
  unseen[DATA_VERSION_FIELD] = String(Math.max(from, version));
  const isOther = unset.length > 0 || Object.keys(set).length > 0;
  // A schema that does not fit what it has made itself must not have it stored. And what it has added may be one object for all sessions.
  const own = isOther ? checkFit(fields, policy) : data;
  if (from < version) set[DATA_VERSION_FIELD] = String(version);
  const upgrade = isOther || from < version ? { set, unset } : undefined;
  return { ...session, fields, data: own, unseen, upgrade };
}

/** The text that is stored, wherever it says the same. */
function textOf(key: string, value: unknown, old: Data, stored: string | undefined, codec: Codec) {
  // An object may have been changed in place.
  if (stored !== undefined && isPlain(value) && Object.is(value, old[key])) return stored;
  const text = encodeValue(key, value, codec);
  return text !== undefined && isSameValue(stored, text, codec) ? stored : text;
}
