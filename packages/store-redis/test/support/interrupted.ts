import type { RedisClient, RedisConnection } from "@sess/store-redis";

/** A client whose connections do something between the answer to a script and the store that waits for it. */
export function interrupted(
  client: RedisClient,
  meanwhile: (connection: RedisConnection) => Promise<unknown>,
): RedisClient {
  return {
    isCluster: client.isCluster,
    options: client.options,
    duplicate(first, second) {
      const connection = client.duplicate(first, second);
      const call = connection.call.bind(connection);
      connection.call = async (command, args) => {
        const answer = await call(command, args);
        if (command.startsWith("EVAL")) await meanwhile(connection);
        return answer;
      };
      return connection;
    },
  };
}
