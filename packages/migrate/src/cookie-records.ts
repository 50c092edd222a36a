import { type FoundRecord, type OldRecords, parsed } from "./old-records.js";

/**
 * Records that are in the cookie itself, as base64 of JSON: there is nothing to remove, and nothing tells how long they live. That such
 * a cookie is imported once, core keeps in mind.
 */
export const cookieRecords: OldRecords = {
  async read(value): Promise<FoundRecord | "unreadable"> {
    const record = await parsed(() => JSON.parse(Buffer.from(value, "base64").toString()) as unknown);
    return record === undefined ? "unreadable" : { record, expiresAt: Infinity };
  },
  end: () => Promise.resolve(true),
};
