import { externalRedisUrl, startRedis } from "@sess/test-redis";

/** Where a server is, for clients of both versions. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  stop(): Promise<void>;
}

/** The server of REDIS_URL, for tests that neither kill nor count; one of their own without it. */
export async function someServer(): Promise<Place> {
  const external = externalRedisUrl();
  if (external === undefined) return startRedis();
  const { hostname, port, username, password } = new URL(external);
  return {
    host: hostname,
    port: Number(port || 6379),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    stop: async () => undefined,
  };
}
