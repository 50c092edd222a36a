import type { Codec } from "./codec.js";
import { bare, type Data, fieldOf } from "./fields.js";
import type { Fields } from "./store.js";

/** What fields hold, by the names of the fields. */
export interface Values {
  /** Values that nobody can change in place. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** All others: nobody but the request that they were decoded for may have them. */
  readonly objects: Readonly<Record<string, unknown>>;
}

/** Throws when a text cannot be decoded. */
export function valuesOf(fields: Fields, codec: Codec): Values {
  const plain = bare<unknown>();
  const objects = bare<unknown>();
  for (const field in fields) {
    const text = fields[field];
    if (text === undefined) continue;
    const value = codec.decode(text);
    (isPlain(value) ? plain : objects)[field] = value;
  }
  return { plain, objects };
}

/** The same of data that were decoded before, for this request alone. */
export function valuesIn(data: Data): Values {
  const plain = bare<unknown>();
  const objects = bare<unknown>();
  for (const [key, value] of Object.entries(data)) (isPlain(value) ? plain : objects)[fieldOf(key)] = value;
  return { plain, objects };
}

/** What all requests may share of them. */
export function withoutObjects({ plain }: Values): Values {
  return { plain, objects: NO_VALUES };
}

/** Not undefined either: a codec that decodes to it has its text kept only as long as nobody has looked. */
export function isPlain(value: unknown): boolean {
  return typeof value === "object" ? value === null : typeof value !== "function" && value !== undefined;
}

export const NO_VALUES: Record<string, unknown> = Object.freeze(bare<unknown>());
