import type { InvalidationFeed, Invalidations, InvalidationSource } from "@sess/core";
import {
  type ClusterConnection,
  isCluster,
  nameOf,
  type RedisClient,
  type RedisConnection,
} from "./client.js";
import type { Link } from "./link.js";
import { ServerFeed, type Witness } from "./server-feed.js";
import { duplicate, duplicateNode } from "./settings.js";
import { slotOf } from "./slot.js";
import { witnessAt, witnessOf } from "./witness.js";

/** The scripts that change a record publish its key; each listener has connections of its own to hear it. */
export class RedisInvalidations implements Invalidations {
  readonly #link: Link;
  readonly #prefix: string;
  readonly #channel: string;
  readonly #feeds = new Set<InvalidationFeed>();

  /** @param link to the servers to listen to; of a Cluster it tells who they are */
  constructor(link: Link, prefix: string, channel: string) {
    this.#link = link;
    this.#prefix = prefix;
    this.#channel = channel;
  }

  listen(invalidated: (key: string) => void): InvalidationFeed {
    const feed = this.#feedTo((message) => invalidated(message.slice(this.#prefix.length)));
    this.#feeds.add(feed);
    return {
      sourceOf: (key) => feed.sourceOf(key),
      close: () => {
        this.#feeds.delete(feed);
        return feed.close();
      },
    };
  }

  /** Ends what still listens. */
  async close(): Promise<void> {
    await Promise.all([...this.#feeds].map((feed) => feed.close()));
    this.#feeds.clear();
  }

  #feedTo(heard: (message: string) => void): InvalidationFeed {
    const open = (connection: RedisConnection, witness: Witness): ServerFeed =>
      new ServerFeed(connection, this.#channel, heard, witness);
    const link = this.#link;
    link.open();
    if (isCluster(link.connection)) return new ClusterFeed(link, link.connection, this.#prefix, open);
    return new SingleFeed(open(duplicate(link.connection), witnessOf(link)));
  }
}

type Open = (connection: RedisConnection, witness: Witness) => ServerFeed;

class SingleFeed implements InvalidationFeed {
  readonly #feed: ServerFeed;

  constructor(feed: ServerFeed) {
    this.#feed = feed;
  }

  sourceOf(): InvalidationSource | undefined {
    return this.#feed.sourceOf(0);
  }

  async close(): Promise<void> {
    this.#feed.close();
  }
}

/** A node announces its own changes in order; those of others reach it over the bus, in no order. So all are listened to. */
class ClusterFeed implements InvalidationFeed {
  readonly #link: Link;
  readonly #cluster: ClusterConnection;
  readonly #prefix: string;
  readonly #open: Open;
  readonly #feeds = new Map<string, ServerFeed>();
  readonly #left = (node: RedisClient): void => this.#drop(nameOf(node));
  #closed = false;

  constructor(link: Link, cluster: ClusterConnection, prefix: string, open: Open) {
    this.#link = link;
    this.#cluster = cluster;
    this.#prefix = prefix;
    this.#open = open;
    cluster.on("-node", this.#left);
  }

  sourceOf(key: string): InvalidationSource | undefined {
    if (this.#closed) return undefined;
    const slot = slotOf(this.#prefix + key);
    const name = this.#cluster.slots[slot]?.[0];
    return name === undefined ? undefined : this.#feedOf(name)?.sourceOf(slot);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cluster.off("-node", this.#left);
    for (const name of [...this.#feeds.keys()]) this.#drop(name);
  }

  #feedOf(name: string): ServerFeed | undefined {
    const open = this.#feeds.get(name);
    if (open !== undefined) return open;
    const node = this.#nodeAt(name);
    if (node === undefined) return undefined;
    const feed = this.#open(
      duplicateNode(node),
      witnessAt(this.#link, () => this.#nodeAt(name)),
    );
    this.#feeds.set(name, feed);
    return feed;
  }

  #nodeAt(name: string): RedisConnection | undefined {
    return this.#cluster.nodes("master").find((candidate) => nameOf(candidate) === name);
  }

  #drop(name: string): void {
    this.#feeds.get(name)?.close();
    this.#feeds.delete(name);
  }
}
