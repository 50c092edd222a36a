import { startRedis, type RedisServer } from "@sess/test-redis";
import { afterAll, beforeAll, describe } from "vitest";
import { CLIENTS } from "./support/clients.js";
import { conforms } from "./support/conformance.js";

describe("one server", () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis();
  });

  afterAll(() => server.stop());

  describe.concurrent.each(CLIENTS)("%s", (name, makeClient) => {
    conforms(() => makeClient({ host: server.host, port: server.port }), `${name.replace(" ", "-")}:`);
  });
});
