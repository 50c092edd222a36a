import { afterAll, beforeAll, describe } from "vitest";
import { CLIENTS } from "./support/clients.js";
import { conforms } from "./support/conformance.js";
import { someServer, type Place } from "./support/some-server.js";

describe("one server", () => {
  let server: Place;

  beforeAll(async () => {
    server = await someServer();
  });

  afterAll(() => server.stop());

  describe.concurrent.each(CLIENTS)("%s", (name, makeClient) => {
    const prefix = `${name.replace(" ", "-")}:${Date.now().toString(36)}:`;
    conforms(() => {
      const { host, port, username, password } = server;
      return makeClient({ host, port, ...(username && { username }), ...(password && { password }) });
    }, prefix);
  });
});
