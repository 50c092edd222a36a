import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Migration,
  type OldRecord,
  type SessionEvent,
  SessionError,
  type SessionStore,
  type UserIndex,
} from "@sess/core";
import { ImportWorld } from "./support/import-world.js";
import type { MapStore } from "./support/map-store.js";
import { runs } from "./support/runs.js";

function refusals(events: readonly SessionEvent[]): string[] {
  return events.flatMap((event) => (event.type === "import_refused" ? [event.reason] : []));
}

describe("an old session that cannot come over", () => {
  const reads = (record: unknown): Partial<Migration> => ({
    find: () => [
      {
        id: "i",
        secret: "s",
        dropCookie: [],
        load: () => Promise.resolve(record as OldRecord),
        end: () => Promise.resolve(true),
      },
    ],
  });
  const holds = (data: object): Partial<Migration> => reads({ data, expiresAt: Infinity });
  const fails = (): never => {
    throw new TypeError("passport is undefined");
  };
  const says = (userId: unknown): Partial<Migration> => ({ userId: () => userId as string });

  it.each<[string, Partial<Migration>]>([
    ["unreadable", reads("unreadable")],
    ["unreadable", holds({ big: 10n })],
    ["unreadable", { find: fails }],
    ["unreadable", { find: () => undefined as unknown as [] }],
    ["too_large", holds({ text: "x".repeat(40_000) })],
    ["user", says(42)],
    ["user", says("")],
    ["user", says("x".repeat(257))],
    ["user", says("\ud800")],
    ["user", { userId: fails }],
    ["user", says(Promise.resolve("alice"))],
    ["user", { userId: () => Promise.reject(new Error("no such user")) as unknown as string }],
  ])("%s: stays where it is, and the request goes on as a stranger's (16.5.2)", async (reason, migration) => {
    const world = new ImportWorld({}, migration);
    const request = await world.ask(world.alice());
    expect(refusals(world.events)).toEqual([reason]);
    expect(request.session.userId).toBeUndefined();
    expect(request.setCookies).toEqual([]);
    expect(world.store.records.size).toBe(0);
    expect(world.old.records.size).toBe(1);
  });

  it("whose cookie has no signature, or a wrong one, is not even looked up (T-01)", async () => {
    const world = new ImportWorld();
    const [id] = world.alice().split(".");
    for (const cookie of [id, `${id}.`, `${id}.guessed`]) expect(await world.userOf(cookie)).toBeUndefined();
    expect(refusals(world.events)).toEqual(["forged", "forged", "forged"]);
    expect(world.old.calls).toEqual(["find", "find", "find"]);
    expect(world.store.calls).toEqual([]);
  });

  it("does not stand in the way of another one", async () => {
    const world = new ImportWorld();
    const first = { ...world.old.migration(), ...reads("unreadable"), name: "first" };
    const both = new ImportWorld({ migrate: [first, world.old.migration()] });
    const request = await both.ask(world.alice());
    expect(request.session.userId).toBe("alice");
    expect(both.events).toMatchObject([
      { type: "import_refused", from: "first" },
      { type: "imported", from: "old" },
    ]);
  });
});

type List = UserIndex["list"];

/** The same index, with another way to list. */
function listing(users: UserIndex, list: (real: List, userId: string) => ReturnType<List>): UserIndex {
  return {
    add: (...args) => users.add(...args),
    confirm: (...args) => users.confirm(...args),
    remove: (...args) => users.remove(...args),
    revoke: (...args) => users.revoke(...args),
    list: (userId) => list((id) => users.list(id), userId),
  };
}

describe("a failure of a store", () => {
  it("of ours, when room is made, signs nobody out: the next request finds the session, and ends the old one", async () => {
    let failed = false;
    const failsOnce = (store: MapStore): SessionStore => ({
      create: (key, record) => store.create(key, record),
      read: (key) => store.read(key),
      patch: (key, patch) => store.patch(key, patch),
      delete: (key, condition) => store.delete(key, condition),
      users: listing(store.users!, async (list, userId) => {
        if (failed) return list(userId);
        failed = true;
        throw new Error("the store is down");
      }),
    });
    const world = new ImportWorld({ maxPerUser: 1 }, {}, failsOnce);
    const old = world.alice();
    await expect(world.userOf(old)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(failed).toBe(true);
    expect(world.old.records.size).toBe(1);
    expect(await world.userOf(old)).toBe("alice");
    expect(world.old.records.size).toBe(0);
  });

  it.each(["load", "end"])("of the old one (%s) is a 503, and no cookie changes", async (call) => {
    const world = new ImportWorld();
    const old = world.alice();
    world.old.around = (name) => {
      if (name.startsWith(call)) throw new Error("old store down");
    };
    const browser = world.browser();
    const request = browser.open(old);
    await expect(request.ready).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
    request.session["x"] = 1; // An error page that writes.
    await request.end();
    expect(request.setCookies).toEqual([]);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: "store_failed", operation: `migrate.${call}` }),
    );

    world.old.around = () => undefined;
    expect(await world.userOf(old)).toBe("alice");
    expect(world.old.records.size).toBe(0);
  });

  it("of the old one, again when a later request tries to end the record, fails that one not", async () => {
    const world = new ImportWorld();
    const old = world.alice();
    world.old.around = (name) => {
      if (name.startsWith("end")) throw new Error("old store down");
    };
    await expect(world.userOf(old)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(await world.userOf(old)).toBe("alice");
    expect(world.events.filter(({ type }) => type === "store_failed")).toHaveLength(2);
  });

  it("of the old one that never answers is one, too", async () => {
    const world = new ImportWorld({ storeTimeoutMs: 20 });
    world.old.around = () => new Promise<void>(() => undefined);
    await expect(world.browser().begin(world.alice())).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
});

describe("what old data hold", () => {
  it("never becomes a verb, a fact or a prototype (1.5.2)", async () => {
    const world = new ImportWorld();
    const hostile: unknown = JSON.parse(
      '{"__proto__":{"admin":true},"constructor":1,"login":2,"userId":"root","id":3,"toString":4,"cart":["tea"]}',
    );
    const { session } = await world.ask(world.old.begin("v", hostile as object));
    expect({ ...session }).toEqual({ cart: ["tea"] });
    expect(session.userId).toBeUndefined();
    expect(Reflect.get(session, "admin")).toBeUndefined();
    const refused = world.events.filter(({ type }) => type === "key_refused");
    expect(refused.map((event) => "key" in event && event.key).sort()).toEqual(
      ["__proto__", "constructor", "id", "login", "toString", "userId"].sort(),
    );
  });

  it("whatever they are, is imported whole, refused, or nothing: never an error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (data) => {
        const world = new ImportWorld({}, { userId: () => undefined });
        const { session } = await world.ask(world.old.begin("v", data));
        for (const [key, value] of Object.entries({ ...session })) {
          expect(JSON.stringify(value)).toBe(JSON.stringify(data[key]));
        }
      }),
      runs(300),
    );
  });
});

const NOWHERE = (): [] => [];
const DAY_MS = 86_400_000;
/** When the worlds of these tests begin. */
const START = Date.UTC(2026, 0, 1);

it.each([
  ["no array", {}],
  ["no migration", [null]],
  ["no find", [{ name: "x", until: new Date(START) }]],
  ["no end", [{ name: "x", find: NOWHERE }]],
  ["an end that is no date", [{ name: "x", find: NOWHERE, until: new Date("soon") }]],
  [
    "an end after which markers may be gone",
    [{ name: "x", find: NOWHERE, until: new Date(START + 400 * DAY_MS + 1) }],
  ],
  ["a begin that is no date", [{ name: "x", find: NOWHERE, until: new Date(START), since: 0 }]],
  ["a begin to come", [{ name: "x", find: NOWHERE, until: new Date(START), since: new Date(START + 1) }]],
  ["no name", [{ name: "", find: NOWHERE, until: new Date(START) }]],
  ["a userId that is no function", [{ name: "x", find: NOWHERE, until: new Date(START), userId: "id" }]],
])("the option refuses %s", (_name, migrate) => {
  expect(() => new ImportWorld({ migrate: migrate as Migration[] })).toThrow(SessionError);
});
