import type { ConnectRecord, StoreCallback } from "@sess/connect-store";
import { Store } from "./store.js";

/**
 * Sessions in this process' memory, for development: it never frees what nobody asks for again. `memoryStore()` of
 * `@sess/store-memory` is bounded.
 */
export interface MemoryStore extends Store {
  /** The JSON of all records, by session id. */
  sessions: Record<string, string>;
}

/** A function, as `Store` is. */
export const MemoryStore: MemoryStoreConstructor = function (this: MemoryStore): void {
  Store.call(this);
  this.sessions = empty();
} as unknown as MemoryStoreConstructor;

interface MemoryStoreConstructor {
  new (options?: object): MemoryStore;
  (this: object, options?: object): void;
  readonly prototype: MemoryStore;
}

const methods: Required<Pick<MemoryStore, "get" | "set" | "destroy" | "touch" | "all" | "length" | "clear">> =
  {
    get(this: MemoryStore, sid, callback) {
      later(callback, null, find(this, sid));
    },
    set(this: MemoryStore, sid, record, callback) {
      this.sessions[sid] = JSON.stringify(record);
      later(callback);
    },
    destroy(this: MemoryStore, sid, callback) {
      Reflect.deleteProperty(this.sessions, sid);
      later(callback);
    },
    touch(this: MemoryStore, sid, record, callback) {
      const found = find(this, sid);
      if (found) {
        const cookie: unknown = Reflect.get(record, "cookie");
        this.sessions[sid] = JSON.stringify({ ...found, cookie });
      }
      later(callback);
    },
    all(this: MemoryStore, callback) {
      later(callback, null, findAll(this));
    },
    length(this: MemoryStore, callback) {
      later(callback, null, Object.keys(findAll(this)).length);
    },
    clear(this: MemoryStore, callback) {
      this.sessions = empty();
      later(callback);
    },
  };

Object.setPrototypeOf(MemoryStore.prototype, Store.prototype);
Object.setPrototypeOf(MemoryStore, Store);
Object.assign(MemoryStore.prototype, methods);

function find(store: MemoryStore, sid: string): ConnectRecord | undefined {
  const text = store.sessions[sid];
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as ConnectRecord & { cookie?: { expires?: string | null } };
  const expires = record.cookie?.expires;
  if (!expires || new Date(expires).valueOf() > Date.now()) return record;
  Reflect.deleteProperty(store.sessions, sid);
  return undefined;
}

function findAll(store: MemoryStore): Record<string, ConnectRecord> {
  const found = empty<ConnectRecord>();
  for (const sid of Object.keys(store.sessions)) {
    const record = find(store, sid);
    if (record) found[sid] = record;
  }
  return found;
}

function empty<T = string>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function later<Value>(callback: StoreCallback<Value> | undefined, ...answer: [unknown?, Value?]): void {
  if (callback) setImmediate(() => callback(...answer));
}
