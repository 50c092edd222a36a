import { type ConnectRecord, nameOfNative, nativeNameOf } from "@sess/connect-store";
import type { FieldChanges, Fields } from "./fields.js";
import type { NativeSessions } from "./native-sessions.js";

/** A native session's data, as express-session would have stored them: by the names that they have there, and as JSON. */
export function fieldsOfNative(native: object): Fields {
  const fields = Object.create(null) as Record<string, string>;
  for (const [nativeName, value] of Object.entries(native)) {
    const name = nameOfNative(nativeName);
    const text = name === undefined ? undefined : jsonOf(value);
    if (name !== undefined && text !== undefined) fields[name] = text;
  }
  return fields;
}

/** A native codec may know more than JSON. What has no JSON stays where it is, and is not seen here. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Each time with values of its own: apps change them in place. */
export function recordOf(fields: Fields): ConnectRecord {
  const record = Object.create(null) as ConnectRecord;
  for (const [name, text] of Object.entries(fields)) record[name] = JSON.parse(text);
  return record;
}

/** Makes changes to a native session's data: with the values that are left when they have gone through JSON. */
export function changeNative(data: object, { set, unset }: FieldChanges): void {
  for (const name of unset) Reflect.deleteProperty(data, nativeNameOf(name));
  for (const [name, text] of Object.entries(set)) Reflect.set(data, nativeNameOf(name), JSON.parse(text));
}

/** Whether data tell of somebody else than before: of who is signed in, as a migration would take it from them. */
export function areOfAnother({ migrations }: NativeSessions, before: Fields, after: Fields): boolean {
  return migrations.some((migration) => {
    const userIn = (fields: Fields): unknown => {
      try {
        return migration.userId?.({ ...recordOf(fields) }) ?? undefined;
      } catch {
        return undefined;
      }
    };
    return userIn(before) !== userIn(after);
  });
}
