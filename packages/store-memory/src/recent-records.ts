import type { StoredRecord } from "@sess/core";
import { decodeFields, type Frame } from "./frame.js";

/** So many records at most, and none that is longer: a few megabytes in all. */
const MOST_RECORDS = 1024;
const LONGEST_FRAME = 4096;

/**
 * Records as they were last handed out. Who is at work sends one request after the other: to make the record's object each time would
 * cost more than all else that the store does for a request.
 *
 * Each slot has one place, which it shares with others: what is found there is good if nothing of it has changed since.
 */
export class RecentRecords {
  readonly #places = new Array<Recent | undefined>(MOST_RECORDS);

  /** The record in a slot, frozen. */
  recordOf(slot: number, frame: Frame, version: number, expiresAt: number): StoredRecord {
    const place = slot % MOST_RECORDS;
    const recent = this.#places[place];
    if (recent?.slot === slot && recent.frame === frame) {
      const { record } = recent;
      if (record.version === version && record.expiresAt === expiresAt) return record;
    }
    const record = Object.freeze({ fields: Object.freeze(decodeFields(frame)), version, expiresAt });
    this.#places[place] = frame.length > LONGEST_FRAME ? undefined : { slot, frame, record };
    return record;
  }

  clear(): void {
    this.#places.fill(undefined);
  }
}

interface Recent {
  readonly slot: number;
  readonly frame: Frame;
  readonly record: StoredRecord;
}
