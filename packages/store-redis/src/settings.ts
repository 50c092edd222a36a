import { randomInt } from "node:crypto";
import type { RedisClient, RedisConnection } from "./client.js";

/** A server that says nothing for so long, while it owes an answer, is taken for dead. It is core's default deadline. */
const SILENCE_MS = 2000;
const LONGEST_RETRY_MS = 1000;

/**
 * What our connections do differently from the client that they are made after.
 *
 * A command is sent at most once, and only while there is a connection. ioredis would queue commands without limit, and
 * after an outage send those that its callers gave up long ago: a cart from yesterday's request would overwrite today's.
 */
const CONNECTION = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  // ioredis would not catch it when that fails, and so end the process. The feed subscribes by itself.
  autoResubscribe: false,
  // Whatever is under way when a connection breaks is rejected then. Without this it would never be settled.
  maxRetriesPerRequest: 0,
  connectTimeout: SILENCE_MS,
  // A server that does not answer does not take its leave either: close() must not wait for it.
  disconnectTimeout: 200,
  socketTimeout: SILENCE_MS,
  // Our limit is the one above: a command that is given up alone stays in the queue.
  commandTimeout: undefined,
  // For ever: an outage ends without a restart.
  retryStrategy: (attempt: number): number => retryDelay(attempt),
  // A primary that was made a replica keeps its connections.
  reconnectOnError: (error: Error): boolean => error.message.includes("READONLY"),
  sentinelRetryStrategy: (attempt: number): number => retryDelay(attempt),
  // Sentinels tell when they replace a primary. One that was silent until then would go on as if nothing had happened.
  failoverDetector: true,
  // ioredis would leave off watching for a minute.
  sentinelReconnectStrategy: (attempt: number): number => retryDelay(attempt),
  role: "master",
  readOnly: false,
  enableAutoPipelining: false,
  keyPrefix: "",
  stringNumbers: false,
  replyMapping: "legacy",
};

/** The same for the nodes of a Cluster. It connects to them when it needs them, and what is sent meanwhile must wait. */
const NODE = {
  ...CONNECTION,
  enableOfflineQueue: true,
  // The Cluster itself finds out which node comes in place of a lost one.
  retryStrategy: null,
};

const CLUSTER = {
  lazyConnect: true,
  enableOfflineQueue: true,
  scaleReads: "master",
  clusterRetryStrategy: (attempt: number): number => retryDelay(attempt),
  clusterNodeRetryStrategy: null,
  // Sending a command again whose connection broke would do it twice. A redirected one was not done, and is sent again.
  retryDelayOnFailover: 0,
  // A command that waits while the last node is lost would wait for the next cluster, however long that takes.
  retryDelayOnClusterDown: 0,
  enableAutoPipelining: false,
  keyPrefix: "",
};

/** Opens a connection, or prepares one, with the client's address, credentials and TLS. */
export function duplicate(client: RedisClient): RedisConnection {
  if (!client.isCluster) return client.duplicate(CONNECTION);
  // ioredis 5 would replace the client's own, and so forget the password.
  const redisOptions = { ...client.options.redisOptions, ...NODE };
  return client.duplicate([], { ...CLUSTER, redisOptions });
}

/** The same to one node of a Cluster, which is looked for again by nobody else. */
export function duplicateNode(node: RedisClient): RedisConnection {
  return node.duplicate(CONNECTION);
}

/** The first retry comes at once, for a server that was restarted; the spread keeps processes from coming together. */
export function retryDelay(attempt: number): number {
  return Math.min(2 ** attempt * 20, LONGEST_RETRY_MS) * (randomInt(75, 125) / 100);
}
