import { startRedis, type RedisServer } from "@sess/test-redis";
import { afterAll, beforeAll, describe } from "vitest";
import { apply, password, rules, username } from "./support/acl.js";
import { CLIENTS } from "./support/clients.js";
import { conforms } from "./support/conformance.js";

describe.each(CLIENTS)("%s: as the user that the documentation makes", (_, makeClient) => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis();
    await apply(server, rules);
  });

  afterAll(() => server.stop());

  describe.concurrent("the store keeps the contract", () => {
    conforms(() => makeClient({ port: server.port, username, password }));
  });
});
