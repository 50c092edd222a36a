import type { RedisClient } from "@sess/store-redis";
import { Redis } from "ioredis";
import { Redis as Redis5 } from "ioredis5";

/** What the tests set of the many options that both versions have. */
interface ClientOptions {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly tls?: { readonly ca: string };
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly keyPrefix?: string;
  readonly sentinels?: { host: string; port: number }[];
  readonly name?: string;
}

export type MakeClient = (options: ClientOptions) => RedisClient;

/** Both versions of the client that the store is made for. They serve as a pattern, and never connect. */
export const CLIENTS: readonly (readonly [name: string, make: MakeClient])[] = [
  ["ioredis 6", (options) => new Redis({ ...options, lazyConnect: true })],
  ["ioredis 5", (options) => new Redis5({ ...options, lazyConnect: true })],
];
