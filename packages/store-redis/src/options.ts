import { SessionError } from "@sess/core";
import type { RedisClient } from "./client.js";

/** Options of `redisStore`. */
export interface RedisStoreOptions {
  /**
   * What the names of all keys begin with, `sess:` unless set. Two applications on one Redis need two. The client's own
   * `keyPrefix` goes in front.
   */
  readonly prefix?: string;
  /**
   * How many replicas must have a deletion before `logout`, `revoke` and `revokeUser` return, 0 unless set. Replication is
   * asynchronous: a deletion that no replica has is undone by a failover, and the session alive again. With 1 it stays, at the
   * price of a round trip more and a connection of its own. When too few replicas answer within 0.8 s, the call fails, though
   * the session is gone on the primary; call it again.
   */
  readonly waitReplicas?: number;
}

/** The options, checked and complete. */
export interface Settings {
  readonly prefix: string;
  readonly waitReplicas: number;
}

const NAMES: readonly string[] = ["prefix", "waitReplicas"] satisfies (keyof RedisStoreOptions)[];
/** Braces would put all keys on one node of a Cluster; quotes and backslashes mean something in a script. */
const PREFIX_GRAMMAR = /^[A-Za-z0-9:_.\-/]{1,64}$/;
const MOST_REPLICAS = 100;

/** @throws SessionError with code `INVALID_OPTION` */
export function readOptions(client: RedisClient, options: RedisStoreOptions): Settings {
  // node-redis has `duplicate`, too, but neither of the others.
  const isClient = isObject(client) && typeof client.isCluster === "boolean" && isObject(client.options);
  if (!isClient || typeof client.duplicate !== "function") {
    fail("the first argument must be a client of ioredis: redisStore(new Redis(url)), or new Cluster([…]).");
  }
  if (!isObject(options)) fail('the second argument must be an object: { prefix: "myapp:" }.');
  for (const name of Object.keys(options)) {
    // A misspelt prefix would otherwise go unnoticed until two applications meet.
    if (!NAMES.includes(name)) fail(`there is no option "${name}"; there are ${NAMES.join(" and ")}.`);
  }
  const { prefix = "sess:", waitReplicas = 0 } = options;
  if (typeof prefix !== "string" || !PREFIX_GRAMMAR.test(prefix)) {
    fail('prefix must be 1 to 64 letters, digits and : _ . - / such as "myapp:sess:".');
  }
  if (!Number.isInteger(waitReplicas) || waitReplicas < 0 || waitReplicas > MOST_REPLICAS) {
    fail(`waitReplicas must be a whole number from 0 to ${MOST_REPLICAS}.`);
  }
  const full = (client.options.keyPrefix ?? "") + prefix;
  if (!PREFIX_GRAMMAR.test(full)) {
    fail("the client's keyPrefix and prefix together must be 1 to 64 letters, digits and : _ . - /");
  }
  return { prefix: full, waitReplicas };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function fail(message: string): never {
  throw new SessionError("INVALID_OPTION", `redisStore: ${message}`);
}
