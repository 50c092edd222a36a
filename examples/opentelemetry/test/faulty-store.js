// The memory store, with what can go wrong in a store.
import { memoryStore } from "@sess/store-memory";

export const faults = {
  /** Thrown by every call. @type {unknown} */
  error: undefined,
  /** The store's clock stands still: a record that is over is still handed out. */
  late: false,
  /** Records cannot be read. */
  garbled: false,
  /** Data do not fit the schema. */
  misfit: false,
  /** The keys of all records, which are hashes of tokens. @type {Set<string>} */
  keys: new Set(),
};

export function mend() {
  Object.assign(faults, { error: undefined, late: false, garbled: false, misfit: false });
}

/** Takes all data, or none but an empty session's. @type {import("@sess/core").DataSchema} */
export const faultySchema = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (data) =>
      faults.misfit
        ? { issues: [{ message: "canary-value", path: ["note"] }] }
        : { value: /** @type {object} */ (data) },
  },
};

/** @returns {import("@sess/core").SessionStore} */
export function faultyStore() {
  const startedAt = Date.now();
  const store = memoryStore({ clock: { now: () => (faults.late ? startedAt : Date.now()) } });
  /** @param {string} key */
  const call = (key) => {
    faults.keys.add(key);
    if (faults.error !== undefined) throw faults.error;
  };
  return {
    ...(store.users && { users: store.users }),
    async create(key, record) {
      call(key);
      return store.create(key, record);
    },
    async read(key) {
      call(key);
      const record = await store.read(key);
      return faults.garbled && record ? { ...record, fields: { $: "garbled" } } : record;
    },
    async patch(key, patch) {
      call(key);
      return store.patch(key, patch);
    },
    async delete(key, condition) {
      call(key);
      return store.delete(key, condition);
    },
  };
}
