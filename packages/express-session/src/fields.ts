/** A session's data: the JSON of each property by its name, in order. Without the cookie, which is no data of the app's. */
export type Fields = Readonly<Record<string, string>>;

/** Throws where a value has no JSON. */
export function fieldsOf(session: object): Fields {
  const fields = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(session)) {
    if (name === "cookie") continue;
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) fields[name] = text;
  }
  return fields;
}

/** Whether a record of both would be the same text. */
export function areSame(one: Fields, other: Fields): boolean {
  const names = Object.keys(one);
  const others = Object.keys(other);
  return (
    names.length === others.length &&
    names.every((name, i) => name === others[i] && one[name] === other[name])
  );
}

/** What leads from one to the other. */
export interface FieldChanges {
  readonly set: Fields;
  readonly unset: readonly string[];
}

export function changesOf(from: Fields, to: Fields): FieldChanges {
  const changed = Object.entries(to).filter(([name, text]) => from[name] !== text);
  return { set: Object.fromEntries(changed), unset: Object.keys(from).filter((name) => !(name in to)) };
}
