import type { NearRecords, SessionOptions, SessionStore, StoredRecord } from "@sess/core";
import { type Browser, World } from "./browser.js";
import type { MapStore } from "./map-store.js";

/** A memory in front of the store, in which there is what a test puts there. */
export class Memory implements NearRecords {
  readonly maxStaleMs = 1000;
  readonly records = new Map<string, StoredRecord>();
  /** What `peek` throws, if anything. */
  failure: Error | undefined;

  peek(key: string): StoredRecord | undefined {
    if (this.failure) throw this.failure;
    return this.records.get(key);
  }
}

/** A world in which requests look into a memory first. */
export class NearWorld extends World {
  readonly memory: Memory;

  constructor(options: Partial<SessionOptions> = {}) {
    const near = new Memory();
    super(options, (store) => inFront(near, store));
    this.memory = near;
  }

  /** Puts all that the store has into the memory, as it is now: frozen, as the contract wants it. */
  remember(keep: (record: StoredRecord) => unknown = frozen): void {
    for (const [key, record] of this.store.records)
      this.memory.records.set(key, keep(record) as StoredRecord);
    this.store.calls.length = 0;
  }
}

/** A browser that is signed in, and whose session is in memory. */
export async function remembered(
  world: NearWorld = new NearWorld(),
  keep?: (record: StoredRecord) => unknown,
): Promise<{ world: NearWorld; browser: Browser; key: string }> {
  const browser = world.browser();
  await browser.visit((session) => session.login("alice", { data: { n: 1, cart: ["a"] } }));
  world.remember(keep);
  return { world, browser, key: [...world.memory.records.keys()].find((key) => key.length === 43) ?? "" };
}

export function frozen(record: StoredRecord): StoredRecord {
  return Object.freeze({ ...record, fields: Object.freeze({ ...record.fields }) });
}

function inFront(near: NearRecords, store: MapStore): SessionStore {
  return {
    create: (key, record) => store.create(key, record),
    read: (key) => store.read(key),
    patch: (key, patch) => store.patch(key, patch),
    delete: (key, condition) => store.delete(key, condition),
    near,
  };
}
