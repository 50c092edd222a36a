import { startRedis, until, type RedisServer } from "@sess/test-redis";
import type { RedisClient } from "@sess/store-redis";
import { describe, expect, it } from "vitest";
import { openApp, type App } from "./support/app.js";
import { CLIENTS } from "./support/clients.js";
import { Customer } from "./support/customer.js";
import { causeOf, expectUnavailable } from "./support/settle.js";

const TIMEOUT_MS = 2000;

describe.concurrent.each(CLIENTS)("%s: an app that starts", (_, makeClient) => {
  /** It fails at first, and says why; when the reason is gone it works, without a restart. */
  async function recovers(
    client: RedisClient,
    reason: RegExp,
    remedy: () => Promise<unknown>,
  ): Promise<void> {
    const app = openApp(client, TIMEOUT_MS);
    const customer = new Customer(app.sessions, "customer", TIMEOUT_MS);
    const error: unknown = await customer.login().catch((failure: unknown) => failure);
    expectUnavailable(error, reason);
    expect(causeOf(error)).toMatchObject({ name: "RedisStoreError", code: "CONNECTION" });
    await remedy();
    await answers(app);
    await customer.login();
    await customer.visit();
    await app.sessions.close();
  }

  const answers = (app: App): Promise<unknown> =>
    until("the store answers", async () => (await app.store.read("none")) ?? true);

  it("before its server", async () => {
    const server = await startRedis();
    await server.kill();
    const client = makeClient({ port: server.port });
    await recovers(client, /no connection to Redis.*ECONNREFUSED/, () => server.restart());
    await server.stop();
  });

  it("with a password that is made right later", async () => {
    const server = await startRedis({ config: { requirepass: "old" } });
    const client = makeClient({ port: server.port, password: "new" });
    const correct = (): Promise<unknown> => server.command("CONFIG", "SET", "requirepass", "new");
    await recovers(client, /Redis answered: WRONGPASS.* Check the client's user name and password/, correct);
    await server.stop();
  });

  it("with a user who is added later", async () => {
    const server = await startRedis();
    const client = makeClient({ port: server.port, username: "app", password: "word" });
    const add = (): Promise<unknown> =>
      server.command("ACL", "SETUSER", "app", "on", ">word", "~*", "&*", "+@all");
    await recovers(client, /WRONGPASS/, add);
    await server.stop();
  });

  it("without the password that the server asks for at first", async () => {
    const server = await startRedis({ config: { requirepass: "word" } });
    const client = makeClient({ port: server.port });
    const remove = (): Promise<unknown> => server.command("CONFIG", "SET", "requirepass", "");
    await recovers(client, /NOAUTH.* Give the client a password/, remove);
    await server.stop();
  });

  it("and whose user is taken away and given back", async () => {
    const server: RedisServer = await startRedis();
    const add = (): Promise<unknown> =>
      server.command("ACL", "SETUSER", "app", "on", ">word", "~*", "&*", "+@all");
    await add();
    const app = openApp(makeClient({ port: server.port, username: "app", password: "word" }), TIMEOUT_MS);
    const customer = new Customer(app.sessions, "customer", TIMEOUT_MS);
    await customer.login();
    await server.command("ACL", "DELUSER", "app");
    const why = async (): Promise<unknown> =>
      causeOf(await customer.visitUntilFailure())?.message.includes("WRONGPASS");
    await until("the failure tells why", why);
    await add();
    await answers(app);
    await customer.visit();
    await app.sessions.close();
    await server.stop();
  });
});
