/**
 * What the store asks of an ioredis client: a `Redis` or a `Cluster`, of version 5 or 6. It serves as a pattern: the store
 * opens connections of its own with the client's settings, and sends nothing through the client itself.
 */
export interface RedisClient {
  /** True for a `Cluster`. */
  readonly isCluster: boolean;
  /** What its connections are made with. */
  readonly options: {
    readonly keyPrefix?: string | undefined;
    readonly lazyConnect?: boolean | undefined;
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    /** What a `Cluster` connects to its nodes with. */
    readonly redisOptions?: object | undefined;
  };
  /** `Redis` takes the options that differ; `Cluster` takes start-up nodes, and then the options. */
  duplicate(first?: object, second?: object): RedisConnection;
}

/** One of those connections; for a `Cluster`, the connections to all its nodes. */
export interface RedisConnection extends RedisClient {
  /** `"ready"` when commands can be sent. */
  readonly status: string;
  /** A `Cluster` has none. */
  readonly stream?: { readonly writable: boolean };
  /** Sends one command. */
  call(command: string, args: (string | number)[]): Promise<unknown>;
  /** Connects, where `lazyConnect` keeps it from doing so by itself. */
  connect(): Promise<void>;
  /** Hangs up at once; with true it connects anew. */
  disconnect(reconnect?: boolean): void;
  /** Listens to what happens to the connection, to the nodes of a `Cluster`, and to messages of a channel. */
  on(event: "ready" | "close" | "end", listener: () => void): unknown;
  on(event: "error" | "node error", listener: (error: unknown) => void): unknown;
  on(event: "message", listener: (channel: string, message: string) => void): unknown;
  on(event: "+node", listener: (node: RedisConnection) => void): unknown;
  on(event: "-node", listener: (node: RedisClient) => void): unknown;
  /** Stops listening. */
  off(event: "-node", listener: (node: RedisClient) => void): unknown;
}

/** What only a `Cluster` has. */
export interface ClusterConnection extends RedisConnection {
  /** For each slot its nodes, as `host:port`, the primary first. */
  readonly slots: readonly (readonly string[])[];
  nodes(role: "master"): readonly RedisConnection[];
}

export function isCluster(connection: RedisConnection): connection is ClusterConnection {
  return connection.isCluster;
}

/** A node's name, as in `slots`. */
export function nameOf({ options }: RedisClient): string {
  return `${options.host}:${options.port}`;
}
