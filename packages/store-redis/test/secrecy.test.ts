import { inspect } from "node:util";

import { startProxy, startRedis, type Proxy, type RedisServer } from "@sess/test-redis";
import { describe, expect, it } from "vitest";
import { openApp, type App } from "./support/app.js";
import { Browser } from "./support/browser.js";
import { CLIENTS } from "./support/clients.js";
import { causeOf, settled } from "./support/settle.js";

const KEY = "Key4711";
const SECRETS = { field: "Field4711", value: "Value4711", user: "User4711", password: "Password4711" };
const record = {
  fields: { [SECRETS.field]: SECRETS.value },
  expiresAt: Date.now() + 600_000,
  anonymous: false,
};
const MINUTE_MS = 60_000;

interface Failure {
  readonly name: string;
  /** What the errors must speak of, so that it is known to have happened. */
  readonly told: RegExp;
  cause(network: { server: RedisServer; proxy: Proxy }): unknown;
  readonly config?: Record<string, string>;
}

const FAILURES: readonly Failure[] = [
  {
    name: "a server that is full",
    told: /OOM/,
    cause: ({ server }) => server.command("CONFIG", "SET", "maxmemory", 1),
  },
  {
    name: "a user who may do nothing",
    told: /NOPERM/,
    cause: ({ server }) => server.command("ACL", "SETUSER", "app", "resetkeys", "-@all"),
  },
  {
    name: "a user who may run scripts, and no more",
    told: /user executing the script|NOPERM/,
    cause: ({ server }) => server.command("ACL", "SETUSER", "app", "-@all", "+eval", "+evalsha"),
  },
  {
    name: "a command that the server does not know",
    told: /unknown command/,
    config: { "rename-command": 'EVALSHA ""' },
    cause: () => undefined,
  },
  {
    name: "records of another type",
    told: /WRONGTYPE/,
    cause: async ({ server }) => {
      for (const key of (await server.command("KEYS", "*")) as string[]) {
        await server.command("DEL", key);
        await server.command("HSET", key, SECRETS.field, SECRETS.value);
      }
    },
  },
  {
    name: "records of another format",
    told: /UNREADABLE/,
    cause: ({ server }) => server.command("SET", `sess:${KEY}`, SECRETS.value),
  },
  { name: "a connection that breaks", told: /connection to Redis/, cause: ({ proxy }) => proxy.cut() },
  {
    name: "a server that is silent",
    told: /no answer within|connection/,
    cause: ({ proxy }) => proxy.blackhole(),
  },
  {
    name: "a user who is gone",
    told: /WRONGPASS/,
    cause: ({ server }) => server.command("ACL", "DELUSER", "app"),
  },
];

describe.concurrent.each(CLIENTS)("%s: an error tells no secret: (16.2.5, V-32, T-07)", (_, makeClient) => {
  it.each(FAILURES)("$name", async ({ told, cause, config = {} }) => {
    const server = await startRedis({ config });
    const proxy = await startProxy(server.port);
    const { password } = SECRETS;
    await server.command("ACL", "SETUSER", "app", "on", `>${password}`, "~*", "&*", "+@all");
    const app = openApp(makeClient({ port: proxy.port, username: "app", password }), 500);
    const browser = new Browser(app.sessions);
    const login = browser.visit((session) => session.login(SECRETS.user, { data: { a: SECRETS.value } }));
    await login.catch(() => undefined);
    await app.store.create(KEY, record);
    const sessionKeys = ((await server.command("KEYS", "sess:*")) as string[]).map((key) => key.slice(-43));

    await cause({ server, proxy });
    const failures = [...(await everyCall(app)), ...(await everyCall(app))];
    const visit = browser.visit((session) => Object.assign(session, { a: SECRETS.value }));
    failures.push(
      await visit.then(
        () => "it went well",
        (error: unknown) => error,
      ),
    );
    const events = app.events.filter(({ type }) => type === "store_failed");
    const all = [...failures, ...events].map(textOf);
    expect(all.some((text) => told.test(text))).toBe(true);

    const token = browser.cookie?.split("=")[1] ?? password;
    const secrets = [KEY, ...Object.values(SECRETS), ...sessionKeys, token];
    for (const text of all) for (const secret of secrets) expect(text).not.toContain(secret);
    await app.sessions.close();
    await proxy.stop();
    await server.stop();
  });
});

/** All that a logger could make of it. */
function textOf(told: unknown): string {
  const texts: unknown[] = [inspect(told, { showHidden: true, depth: Infinity }), JSON.stringify(told)];
  for (let error = told; error instanceof Error; error = causeOf(error)) {
    texts.push(
      error.message,
      error.stack,
      inspect(error, { showHidden: true, depth: Infinity, getters: true }),
    );
  }
  return texts.join("\n");
}

/** What each of the store's calls fails with. Some do not. */
async function everyCall({ store }: App): Promise<unknown[]> {
  const { users } = store;
  const { field, value, user } = SECRETS;
  const results = await settled(
    [
      store.create(KEY, record),
      store.create(`${KEY} new`, record),
      store.read(KEY),
      store.patch(KEY, { set: { [field]: value }, unset: [value] }),
      store.patch(KEY, { expiresAt: Date.now() + MINUTE_MS, ifVersion: 1 }),
      store.delete(KEY, { ifVersion: 4711 }),
      users.add(user, KEY, Date.now() + MINUTE_MS),
      users.confirm(user, KEY, `${KEY} old`),
      users.remove(user, KEY),
      users.list(user),
      users.revoke(user, KEY),
    ],
    5000,
  );
  return results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
}
