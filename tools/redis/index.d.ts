/** A kind of server, and as much of its version as matters: `redis-7.0`, `redis-8`, `valkey-8.1`, `valkey`. */
type Flavour = string;

/** Lines of the server's own configuration file. An array is one line for each item. */
type Config = Record<string, string | number | string[]>;

export interface StartOptions {
  /** Without it: `SESS_REDIS_SERVER`, or whatever is at hand. */
  flavour?: Flavour | undefined;
  config?: Config | undefined;
}

export interface RedisOptions extends StartOptions {
  /** Speak TLS only, with a certificate made for this server. Clients trust it by `ca`. */
  tls?: boolean | undefined;
}

/** One server process on 127.0.0.1. It ends with the process that started it, even if that one is killed. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  /** `redis://127.0.0.1:…`, or `rediss:`. */
  readonly url: string;
  /** Another one after a restart; undefined while the server is down. */
  readonly pid: number | undefined;
  /** What runs, in full: `redis-7.0.15`. */
  readonly flavour: Flavour;
  readonly version: string;
  /** The certificate to trust, in PEM. */
  readonly ca?: string;
  /** What the server has printed so far. */
  log(): string;
  /** Ends it at once, as a power failure does. */
  kill(): Promise<void>;
  /** Stops answering; connections stay open. What is sent meanwhile is answered after `resume`. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port, without data; kills it first if need be. In a cluster it remembers who it is. */
  restart(): Promise<void>;
  /** Ends it for good, and removes what it left on disk. */
  stop(): Promise<void>;
  /** Sends one command over a connection of its own: `INFO`, `CONFIG`, `ACL`, `DEBUG`. Rejects with the server's error. */
  command(...words: (string | number)[]): Promise<unknown>;
}

export declare function startRedis(options?: RedisOptions): Promise<RedisServer>;

export interface ClusterOptions extends StartOptions {
  /** 3 by default. */
  primaries?: number | undefined;
  /** Of each primary: 0 by default. */
  replicas?: 0 | 1 | undefined;
}

export interface RedisCluster {
  /** Primaries first, then their replicas in the same order. */
  readonly nodes: RedisServer[];
  readonly startupNodes: { host: string; port: number }[];
  /** The node that serves a slot now. */
  primaryOf(slot: number): Promise<RedisServer>;
  /**
   * Moves a slot with its keys, live. `whileMoving` runs when the keys have moved and the slot has not: the old node
   * answers ASK then, later MOVED.
   */
  moveSlot(slot: number, to: RedisServer, whileMoving?: () => Promise<void>): Promise<void>;
  /** Kills a primary, waits until its replica has taken over, and returns that one. */
  failover(primary: RedisServer): Promise<RedisServer>;
  stop(): Promise<void>;
}

export declare function startCluster(options?: ClusterOptions): Promise<RedisCluster>;

export interface RedisSentinel {
  /** By which the sentinels know the primary. */
  readonly name: string;
  /** Who is the primary now. */
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  /** Three of them. */
  readonly sentinels: RedisServer[];
  /** Kills the primary, waits until all sentinels name the replica, and returns that one. */
  failover(): Promise<RedisServer>;
  stop(): Promise<void>;
}

export declare function startSentinel(options?: StartOptions): Promise<RedisSentinel>;

/** A TCP proxy between a client and a server of this machine: the network that tests can break. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Ends all connections, and refuses new ones. */
  cut(): Promise<void>;
  /** Swallows all bytes, in both directions, without a word. New connections are taken, and get no answer. */
  blackhole(): void;
  /** Works again. A connection that lost bytes stays silent for ever, as after a firewall forgot it. */
  heal(): Promise<void>;
  /** Holds every piece back, in each direction. */
  delay(ms: number): void;
  stop(): Promise<void>;
}

export declare function startProxy(targetPort: number): Promise<Proxy>;

/** The server that `REDIS_URL` names, if it names one. */
export declare function externalRedisUrl(): string | undefined;

/** Asks until the answer is truthy, and returns it. A rejection counts as no. Fails after `ms` (10 s by default). */
export declare function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms?: number,
): Promise<NonNullable<T>>;
