import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis } from "@sess/test-redis";
import connectPg from "connect-pg-simple";
import { RedisStore } from "connect-redis";
import memorystore from "memorystore";
import { MongoStore } from "connect-mongo";
import { Database } from "node-sqlite3-wasm";
import pg from "pg";
import { createClient } from "redis";
import fileStore from "session-file-store";
import { fakeMongo } from "./mongo.js";
import { startPostgres } from "./postgres.js";
import type { SessionFactory } from "./side.js";

const require = createRequire(import.meta.url);

/** A store that was written for express-session, over one database. */
export interface Foreign {
  /** Each time a store object of its own, made of the base class that `session` brings, where the store asks for one. */
  make(session: SessionFactory): object;
  stop(): Promise<void>;
}

export const foreignStores: Readonly<Record<string, () => Promise<Foreign>>> = {
  "connect-redis": async () => {
    const redis = await startRedis();
    const client = createClient({ url: redis.url });
    await client.connect();
    return {
      make: () => new RedisStore({ client }),
      stop: async () => {
        await client.close();
        await redis.stop();
      },
    };
  },
  "connect-pg-simple": async () => {
    const server = await startPostgres();
    const pool = new pg.Pool({ connectionString: server.connectionString });
    // The server may be gone before the last connection has said goodbye.
    pool.on("error", () => {});
    return {
      make: (session) =>
        new (connectPg(session))({ pool, createTableIfMissing: true, pruneSessionInterval: false }),
      stop: async () => {
        await pool.end();
        await server.stop();
      },
    };
  },
  "session-file-store": async () => {
    const path = await mkdtemp(join(tmpdir(), "sess-files-"));
    const options = { path, logFn: () => {}, reapInterval: -1, retries: 0 };
    return {
      make: (session) => new (fileStore(session))(options),
      stop: () => rm(path, { recursive: true, force: true }),
    };
  },
  "better-sqlite3-session-store": async () => {
    const folder = await mkdtemp(join(tmpdir(), "sess-sqlite-"));
    const database = new Database(join(folder, "sessions.db"));
    type Make = (session: SessionFactory) => new (options: object) => object;
    const sqliteStore = require("better-sqlite3-session-store") as Make;
    return {
      make: (session) => new (sqliteStore(session))({ client: sqliteClient(database) }),
      stop: async () => {
        database.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
  memorystore: async () => {
    // It has no database: all sides have the same object.
    let store: object | undefined;
    return { make: (session) => (store ??= new (memorystore(session))({})), stop: async () => {} };
  },
  "connect-mongo, records as text": async () => {
    const { client } = fakeMongo();
    return { make: () => mongoStore({ client }), stop: async () => {} };
  },
  "connect-mongo, records as documents, touched seldom": async () => {
    const { client } = fakeMongo();
    return { make: () => mongoStore({ client, stringify: false, touchAfter: 60 }), stop: async () => {} };
  },
};

function mongoStore(options: object): object {
  return new MongoStore(options);
}

/** SQLite itself, called as better-sqlite3 is: that one has to be compiled. */
function sqliteClient(database: Database): object {
  type Values = string | Record<string, string> | undefined;
  const bound = (values: Values): string[] | Record<string, string> => {
    if (typeof values === "string") return [values];
    return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [`@${name}`, value]));
  };
  return {
    exec: (sql: string) => database.exec(sql),
    prepare: (sql: string) => ({
      run: (values?: Values) => database.run(sql, bound(values)),
      get: (values?: Values) => database.get(sql, bound(values)) ?? undefined,
      all: (values?: Values) => database.all(sql, bound(values)),
    }),
  };
}
