import type { Fields, StoredRecord } from "@sess/core";
import type { ConnectRecord } from "./connect-store.js";
import { Cookie } from "./cookie.js";

/**
 * Core's record within one that a foreign store can keep. All of it is one text: what a store does to names with dots or dollar signs, or
 * to values that it takes for dates, it cannot do to that. The cookie beside it tells the store when the record ends.
 */
export function toConnect({ fields, version, expiresAt }: StoredRecord, now: number): ConnectRecord {
  const cookie = new Cookie({ maxAge: expiresAt - now + SLACK_MS });
  return { cookie, sess: JSON.stringify([FORMAT, version, expiresAt, Object.entries(fields)]) };
}

const FORMAT = 1;

/** The deadline in the text counts. The store, which has a clock of its own, only frees memory, and must not be early. */
const SLACK_MS = 60_000;

/** Undefined for what {@link toConnect} has not written. */
export function fromConnect(record: ConnectRecord | undefined): StoredRecord | undefined {
  const text = record?.["sess"];
  const parts = typeof text === "string" ? parsed(text) : undefined;
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [format, version, expiresAt, entries] = parts as unknown[];
  const fields = fieldsIn(entries);
  if (format !== FORMAT || typeof version !== "number" || typeof expiresAt !== "number") return undefined;
  return fields && { fields, version, expiresAt };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsIn(entries: unknown): Fields | undefined {
  if (!Array.isArray(entries) || !entries.every(isField)) return undefined;
  // Inherits nothing: no name is special.
  const fields = Object.create(null) as Record<string, string>;
  for (const [name, value] of entries) fields[name] = value;
  return fields;
}

function isField(entry: unknown): entry is [string, string] {
  return Array.isArray(entry) && entry.length === 2 && entry.every((text) => typeof text === "string");
}
