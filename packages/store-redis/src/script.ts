import { createHash } from "node:crypto";
import type { Link } from "./link.js";
import { codeOf } from "./redis-error.js";

/** A Lua script: sent by its hash, and whole only to a server that does not know it yet, or any more. */
export class Script {
  readonly #text: string;
  readonly #hash: string;

  constructor(text: string) {
    this.#text = text;
    // Redis names scripts so; it protects nothing.
    this.#hash = createHash("sha1").update(text).digest("hex");
  }

  /** Runs it. A Cluster wants all keys of a call in one slot. */
  async run(link: Link, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    const rest = [keys.length, ...keys, ...args];
    try {
      return await link.send("EVALSHA", [this.#hash, ...rest]);
    } catch (error) {
      // After a restart, a failover or SCRIPT FLUSH. The script did not run, so it may be sent again.
      if (codeOf(error) !== "NOSCRIPT") throw error;
      return link.send("EVAL", [this.#text, ...rest]);
    }
  }
}
