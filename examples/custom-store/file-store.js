import { join } from "node:path";
import { fileUserIndex } from "./file-user-index.js";
import { jsonFiles } from "./json-files.js";

/**
 * A session store in a folder: one file for each session. For one process: two that share the folder could both read a record before
 * either of them writes.
 *
 * The contract is `SessionStore` of @sess/core; test/contract.test.js runs the suites that prove it.
 *
 * @param {string} folder
 * @param {{ clock?: import("@sess/core").Clock, sweepMs?: number }} [options]
 * @returns {import("@sess/core").SessionStore}
 */
export function fileStore(folder, { clock = Date, sweepMs = 60_000 } = {}) {
  /** @type {ReturnType<typeof jsonFiles<import("@sess/core").StoredRecord>>} */
  const files = jsonFiles(join(folder, "records"));
  const users = fileUserIndex(join(folder, "users"), clock);

  const isOver = (/** @type {{ expiresAt: number }} */ { expiresAt }) => expiresAt <= clock.now();

  /** What is past its deadline is missing, whether or not its file is gone. @param {string} key */
  function live(key) {
    const record = files.get(key);
    return record === undefined || isOver(record) ? undefined : record;
  }

  const sweeping = setInterval(() => {
    files.sweep(isOver);
    users.sweep();
  }, sweepMs).unref();

  // Every function is async, so that what is thrown becomes a rejection: that is how a store says that it failed.
  return {
    users,

    async create(key, { fields, expiresAt }) {
      if (live(key)) return false;
      files.set(key, { fields, version: 1, expiresAt });
      return true;
    },

    async read(key) {
      const record = live(key);
      return record && { ...record, fields: withoutPrototype(record.fields) };
    },

    // It never creates: a session that has ended stays so, whoever still writes to it.
    async patch(key, { set = {}, unset = [], expiresAt, ifVersion }) {
      const record = live(key);
      if (!record) return { status: "gone" };
      if (ifVersion !== undefined && ifVersion !== record.version) return { status: "conflict" };
      const fields = withoutPrototype(record.fields);
      for (const name of unset) delete fields[name];
      Object.assign(fields, set);
      const changes = unset.length > 0 || Object.keys(set).length > 0;
      const version = record.version + (changes ? 1 : 0);
      files.set(key, { fields, version, expiresAt: expiresAt ?? record.expiresAt });
      return { status: "ok", version };
    },

    async delete(key, condition) {
      const record = live(key);
      if (!record) return "gone";
      if (condition && condition.ifVersion !== record.version) return "conflict";
      files.delete(key);
      return "ok";
    },

    async close() {
      clearInterval(sweeping);
    },
  };
}

/** So that "__proto__" is a name like any other. @param {import("@sess/core").Fields} fields @returns {Record<string, string>} */
function withoutPrototype(fields) {
  return Object.assign(Object.create(null), fields);
}
