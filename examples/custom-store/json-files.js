import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A map whose values are files of JSON in one folder. All of it is synchronous: between a `get` and the `set` that follows
 * nothing else of this process happens.
 *
 * @template Value
 * @param {string} folder
 */
export function jsonFiles(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A key can be any text, and a file's name cannot.
  const pathOf = (/** @type {string} */ key) =>
    join(folder, `${createHash("sha256").update(key).digest("hex")}.json`);

  /** @param {string} path @returns {Value | undefined} */
  function readAt(path) {
    try {
      return JSON.parse(readFileSync(path, "utf8"));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
      throw error;
    }
  }

  return {
    get: (/** @type {string} */ key) => readAt(pathOf(key)),

    /** The file is the old one or the new one, also when the process is killed meanwhile. */
    set(/** @type {string} */ key, /** @type {Value} */ value) {
      const path = pathOf(key);
      writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },

    delete: (/** @type {string} */ key) => rmSync(pathOf(key), { force: true }),

    /** Removes what is over, and what a killed process has left half written. @param {(value: Value) => boolean} isOver */
    sweep(isOver) {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (name.endsWith(".new") || isOverAt(path, isOver)) rmSync(path, { force: true });
      }
    },
  };

  /** What cannot be read stays where it is: whoever asks for it hears why. @param {string} path @param {(value: Value) => boolean} isOver */
  function isOverAt(path, isOver) {
    try {
      const value = readAt(path);
      return value !== undefined && isOver(value);
    } catch {
      return false;
    }
  }
}
