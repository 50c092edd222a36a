import type { Facts } from "./facts.js";
import type { Data, FieldChanges } from "./fields.js";
import type { Fields } from "./store.js";
import type { Values } from "./values.js";

/** What `login`, `rotate` and the loading of a record put into a state. */
export interface StoredSession {
  readonly key: string;
  readonly facts: Facts;
  /** The data fields as the store has them. */
  readonly fields: Fields;
  readonly version: number;
  readonly expiresAt: number;
  /** Where many requests share the session: what the first of them has found its fields to hold. */
  readonly shared?: { values?: Values };
  /** Where there is a schema: what the fields hold, for the one request that has read them. */
  readonly data?: Data | undefined;
  /** What the record holds besides for other versions of the app: fields that the schema does not name, and which version wrote it. */
  readonly unseen?: Fields | undefined;
  /** What must be written along with the next change: the record is of an earlier version of the app. */
  readonly upgrade?: FieldChanges | undefined;
}

/** The part that goes on where a session moves to another record. */
export type Held = Pick<StoredSession, "fields" | "data" | "unseen">;
