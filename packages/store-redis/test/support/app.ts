import { createSessions, type SessionEvent, type Sessions } from "@sess/core";
import { redisStore, type RedisClient, type RedisConnection, type RedisStore } from "@sess/store-redis";

/** An app in one process: its store, its sessions, and what it was told of. */
export interface App {
  readonly store: RedisStore;
  readonly sessions: Sessions;
  readonly events: readonly SessionEvent[];
  /** The connection that the store made for itself. */
  readonly connection: Connection;
}

/** Where an ioredis client keeps what it has not done yet. Its types do not tell. */
interface Connection extends RedisConnection {
  readonly commandQueue: { readonly length: number };
  readonly offlineQueue: { readonly length: number };
  readonly prevCommandQueue?: { readonly length: number } | null;
}

/** A client that shows the connections which a store makes of it, and of those. */
export function captured(client: RedisClient): { client: RedisClient; connections: RedisConnection[] } {
  const connections: RedisConnection[] = [];
  const watched = (pattern: RedisClient): RedisClient["duplicate"] => {
    const duplicate = pattern.duplicate.bind(pattern);
    return (first, second) => {
      const connection = duplicate(first, second);
      connection.duplicate = watched(connection);
      connections.push(connection);
      return connection;
    };
  };
  const { isCluster, options } = client;
  return { client: { isCluster, options, duplicate: watched(client) }, connections };
}

export function openApp(client: RedisClient, storeTimeoutMs = 2000): App {
  const { client: seen, connections } = captured(client);
  const store = redisStore(seen);
  const events: SessionEvent[] = [];
  const sessions = createSessions({ store, storeTimeoutMs, onEvent: (event) => void events.push(event) });
  return { store, sessions, events, connection: connections[0] as Connection };
}

/** How many commands wait in the store's connection, for an answer or for a connection. */
export function waiting({ connection }: App): number {
  const { commandQueue, offlineQueue, prevCommandQueue } = connection;
  return commandQueue.length + offlineQueue.length + (prevCommandQueue?.length ?? 0);
}
