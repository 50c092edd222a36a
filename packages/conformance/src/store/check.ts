import { AssertionError, deepStrictEqual, ok, strictEqual } from "node:assert";
import type { Fields, PatchOutcome, SessionStore } from "@sess/core";

/** Asserts that two values are alike; `rule` is the sentence of the contract that a difference breaks. */
export function same(actual: unknown, expected: unknown, rule: string): void {
  deepStrictEqual(actual, expected, `${rule}\n  got      ${show(actual)}\n  expected ${show(expected)}`);
}

export function holds(condition: boolean, rule: string): void {
  ok(condition, rule);
}

export function fail(rule: string): never {
  throw new AssertionError({ message: rule });
}

/** Asserts that a live record with exactly these fields is at `key`. */
export async function hasFields(
  store: SessionStore,
  key: string,
  fields: Fields,
  rule: string,
): Promise<void> {
  const record = await store.read(key);
  holds(record !== undefined, `${rule}\n  there is no record`);
  same(entriesOf(record?.fields), entriesOf(fields), rule);
}

/** Asserts that nothing is at `key`, as every call would see it, and that no ghost comes back. */
export async function isGone(store: SessionStore, key: string, rule: string): Promise<void> {
  strictEqual(await store.read(key), undefined, `${rule}\n  read returned a record`);
  same(await store.patch(key, { set: { ghost: "1" } }), { status: "gone" }, `${rule}\n  patch`);
  same(await store.delete(key), "gone", `${rule}\n  delete`);
  strictEqual(await store.read(key), undefined, `${rule}\n  a patch brought it back`);
}

/** Fields as sorted pairs: comparable whatever their order and prototype are. */
export function entriesOf(fields: Fields | undefined): [string, string][] {
  return Object.entries(fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** An object without prototype, so that `__proto__` is a name like any other. */
export function fieldsOf(entries: Iterable<readonly [string, string]>): Fields {
  const fields = Object.create(null) as Record<string, string>;
  for (const [name, value] of entries) fields[name] = value;
  return fields;
}

/** Keys in an order of their own: a list of keys is in none. */
export function sorted(keys: readonly string[]): string[] {
  return [...keys].sort();
}

/** How many outcomes were of each kind. */
export function tally(outcomes: readonly (PatchOutcome | string | boolean)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const kind = typeof outcome === "object" ? outcome.status : String(outcome);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
