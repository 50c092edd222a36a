import type { RedisConnection } from "./client.js";
import { retryDelay } from "./settings.js";

/** Two things that ioredis leaves undone: without them a connection ends for good, or a second time. */
export function keepUp(connection: RedisConnection, isClosed: () => boolean): void {
  forgetSilence(connection);
  connection.on("+node", forgetSilence);
  // ioredis gives up when sentinels tell of a failover in the middle of an attempt to connect.
  connection.on("end", () => {
    if (isClosed()) return;
    setTimeout(() => {
      if (!isClosed()) connection.connect().catch(() => undefined);
    }, retryDelay(1));
  });
}

/** ioredis 5 lets the timer of a connection that has closed end the next one. */
function forgetSilence(connection: RedisConnection): void {
  connection.on("close", () => {
    clearTimeout(Reflect.get(connection, "socketTimeoutTimer") as NodeJS.Timeout | undefined);
    Reflect.set(connection, "socketTimeoutTimer", undefined);
  });
}
