import { Redis } from "ioredis";

/**
 * Sends one command over a connection of its own, once.
 *
 * @param {{ host: string, port: number, ca?: string | undefined, password?: unknown }} server
 * @param {(string | number)[]} words
 */
export async function send({ host, port, ca, password }, [name, ...args]) {
  const client = new Redis({
    host,
    port,
    protocol: 2,
    ...(ca !== undefined && { tls: { ca } }),
    ...(password !== undefined && { password: String(password) }),
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    commandTimeout: 10_000,
  });
  // The command itself rejects; without a listener the client would print the same.
  client.on("error", () => {});
  try {
    await client.connect();
    return await client.call(String(name), ...args);
  } finally {
    client.disconnect();
  }
}
