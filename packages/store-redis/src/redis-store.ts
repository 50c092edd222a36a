import type {
  DeleteCondition,
  DeleteOutcome,
  Fields,
  Invalidations,
  NewRecord,
  PatchOutcome,
  RecordPatch,
  SessionStore,
  StoredRecord,
  UserIndex,
} from "@sess/core";
import type { RedisClient } from "./client.js";
import { deadlineText, decodeRecord, encodeFields, encodeRecord } from "./frame.js";
import { Link } from "./link.js";
import { readOptions, type RedisStoreOptions, type Settings } from "./options.js";
import { CONFLICT, GONE, recordScripts, type RecordScripts } from "./record-scripts.js";
import { RedisInvalidations } from "./redis-invalidations.js";
import { listOf, numberOf, textOf } from "./replies.js";
import { RedisUserIndex } from "./redis-user-index.js";
import { Replicas } from "./replicas.js";
import { Turn } from "./turn.js";

/** A {@link SessionStore} in Redis or Valkey, with both of its capabilities. */
export interface RedisStore extends SessionStore {
  readonly users: UserIndex;
  readonly invalidations: Invalidations;
  /** Closes the store's own connections. The client that was passed in stays open. */
  close(): Promise<void>;
}

/**
 * Sessions in Redis 6.2 or later, or Valkey: on one server, behind Sentinels, or in a Cluster.
 *
 * ```ts
 * const sessions = createSessions({ store: redisStore(new Redis(process.env.REDIS_URL)) });
 * ```
 *
 * The client is a pattern: the store opens a connection of its own with the same settings, on which a command is sent at most
 * once and never after its caller has given it up. Pass `lazyConnect: true` to a client that serves nothing else.
 *
 * @throws SessionError with code `INVALID_OPTION`
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): RedisStore {
  return new RecordStore(client, readOptions(client, options));
}

/** How many records one command may name: more would keep Redis from serving others for too long. */
const MOST_KEYS = 256;

const NO_FIELDS: Fields = {};
const UNREADABLE: StoredRecord = { fields: NO_FIELDS, version: 0, expiresAt: 0 };

interface Removal {
  readonly name: string;
  readonly version: number | "";
}

class RecordStore implements RedisStore {
  readonly users: UserIndex;
  readonly invalidations: RedisInvalidations;
  readonly #link: Link;
  readonly #prefix: string;
  readonly #scripts: RecordScripts;
  readonly #replicas: Replicas | undefined;
  readonly #reads: Turn<string, string | null>;
  readonly #removals: Turn<Removal, number>;

  constructor(client: RedisClient, { prefix, waitReplicas }: Settings) {
    const channel = `${prefix}changed`;
    this.#link = new Link(client);
    this.#prefix = prefix;
    this.#scripts = recordScripts(channel);
    if (waitReplicas > 0) {
      const repeat = (link: Link, names: readonly string[]): Promise<unknown> => this.#removeAll(names, link);
      this.#replicas = new Replicas(client, waitReplicas, repeat);
    }
    this.users = new RedisUserIndex(this.#link, prefix);
    this.invalidations = new RedisInvalidations(this.#link, prefix, channel);
    this.#reads = new Turn(MOST_KEYS, (keys) => this.#readAll(keys));
    this.#removals = new Turn(MOST_KEYS, (removals) => this.#remove(removals, this.#link));
  }

  async create(key: string, record: NewRecord): Promise<boolean> {
    const deadline = deadlineText(record.expiresAt);
    const frame = encodeRecord(record.fields, deadline);
    return (await this.#link.send("SET", [this.#prefix + key, frame, "NX", "PXAT", deadline])) === "OK";
  }

  async read(key: string): Promise<StoredRecord | undefined> {
    const name = this.#prefix + key;
    const frame = this.#link.joinsKeys ? await this.#reads.add(name) : await this.#readOne(name);
    // What cannot be read is told of by core, and counts as missing there.
    return frame === null ? undefined : (decodeRecord(frame) ?? UNREADABLE);
  }

  async patch(key: string, patch: RecordPatch): Promise<PatchOutcome> {
    const { set = NO_FIELDS, unset = [], expiresAt, ifVersion = "" } = patch;
    const deadline = expiresAt === undefined ? "" : deadlineText(expiresAt);
    const names = [...Object.keys(set), ...unset];
    const keys = [this.#prefix + key];
    const { touch, patch: change } = this.#scripts;
    const version = numberOf(
      names.length === 0
        ? await touch.run(this.#link, keys, [ifVersion, deadline])
        : await change.run(this.#link, keys, [ifVersion, deadline, ...encodeFields(set), ...names]),
    );
    if (version === GONE) return { status: "gone" };
    return version === CONFLICT ? { status: "conflict" } : { status: "ok", version };
  }

  async delete(key: string, condition?: DeleteCondition): Promise<DeleteOutcome> {
    const name = this.#prefix + key;
    const removal = { name, version: condition?.ifVersion ?? ("" as const) };
    const answer = this.#link.joinsKeys
      ? await this.#removals.add(removal)
      : (await this.#remove([removal], this.#link))[0];
    // A record that is claimed goes on under another key; what ends a session has no condition.
    if (condition === undefined) await this.#replicas?.confirm(name);
    if (answer === GONE) return "gone";
    return answer === CONFLICT ? "conflict" : "ok";
  }

  async close(): Promise<void> {
    await this.invalidations.close();
    this.#link.close();
    this.#replicas?.close();
  }

  async #readOne(name: string): Promise<string | null> {
    return textOf(await this.#link.send("GET", [name]));
  }

  async #readAll(names: readonly string[]): Promise<readonly (string | null)[]> {
    const [only] = names;
    if (names.length === 1 && only !== undefined) return [await this.#readOne(only)];
    return listOf(await this.#link.send("MGET", [...names])).map(textOf);
  }

  /** A Cluster wants each key by itself. */
  async #removeAll(names: readonly string[], link: Link): Promise<unknown> {
    const removals = names.map((name): Removal => ({ name, version: "" }));
    if (link.joinsKeys) return this.#remove(removals, link);
    return Promise.all(removals.map((removal) => this.#remove([removal], link)));
  }

  async #remove(removals: readonly Removal[], link: Link): Promise<readonly number[]> {
    const names = removals.map(({ name }) => name);
    const versions = removals.map(({ version }) => version);
    return listOf(await this.#scripts.remove.run(link, names, versions)).map(numberOf);
  }
}
