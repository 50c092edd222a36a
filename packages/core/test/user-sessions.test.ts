import { createSessions, type Session, type Sessions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";
import { SignedIn, userOf } from "./support/signed-in.js";

describe("sessions.list", () => {
  it("tells of every live session of the user, and of nobody else's", async () => {
    const world = new SignedIn();
    const began = world.now;
    const first = await world.device("alice");
    world.now += 5000;
    const second = await world.device("alice");
    await world.device("bob");
    const listed = await world.sessions.list("alice");
    const idle = 30 * 60_000;
    expect(listed).toHaveLength(2);
    expect(listed).toEqual(
      expect.arrayContaining([
        {
          id: first.id,
          createdAt: new Date(began),
          authenticatedAt: new Date(began),
          lastSeenAt: new Date(began),
          expiresAt: new Date(began + idle),
          current: false,
          label: undefined,
        },
        {
          id: second.id,
          createdAt: new Date(world.now),
          authenticatedAt: new Date(world.now),
          lastSeenAt: new Date(world.now),
          expiresAt: new Date(world.now + idle),
          current: false,
          label: undefined,
        },
      ]),
    );
    expect(await world.sessions.list("nobody")).toEqual([]);
  });

  it("marks the session that asks: it is seen now, though that is not stored yet", async () => {
    const world = new SignedIn();
    const { id } = await world.device("alice");
    await world.device("alice");
    world.now += 20 * 60_000;
    const listed = await world.sessions.list("alice", { current: id });
    const now = world.now;
    expect(listed.map(({ current, lastSeenAt }) => [current, now - lastSeenAt.getTime()]).sort()).toEqual([
      [false, 20 * 60_000],
      [true, 0],
    ]);
    expect(listed.find(({ current }) => current)?.expiresAt).toEqual(new Date(now + 30 * 60_000));
    await expect(world.sessions.list("alice", { id } as never)).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });

  it("shows no key and no token (7.5.2)", async () => {
    const world = new SignedIn();
    const { browser } = await world.device("alice");
    const text = JSON.stringify(await world.sessions.list("alice"));
    for (const key of world.listed("alice")) expect(text).not.toContain(key);
    expect(text).not.toContain(browser.cookie?.split("=")[1]);
  });

  it("leaves out what has expired, or holds another user's session", async () => {
    const world = new SignedIn();
    const stays = await world.device("alice");
    const bob = await world.device("bob");
    const [bobsKey = ""] = world.listed("bob");
    await world.store.users?.add("alice", bobsKey, world.now + 60_000);
    await world.store.users?.add("alice", "no record", world.now + 60_000);
    expect((await world.sessions.list("alice")).map(({ id }) => id)).toEqual([stays.id]);
    expect(await userOf(bob.browser)).toBe("bob");
    world.now += 30 * 60_000;
    expect(await world.sessions.list("alice")).toEqual([]);
  });
});

describe("sessions.revoke", () => {
  it("ends one session by its handle, and tells of it (7.5.2)", async () => {
    const world = new SignedIn();
    const [gone, stays] = (await world.devices("alice", 2)) as [Device, Device];
    expect(await world.sessions.revoke("alice", gone.id)).toBe(true);
    expect(world.events.at(-1)).toEqual({ type: "ended", id: gone.id, userId: "alice", reason: "revoked" });
    expect(await userOf(gone.browser)).toBeUndefined();
    expect(await userOf(stays.browser)).toBe("alice");
    expect(world.listed("alice")).toHaveLength(1);
  });

  it("is false, and does nothing, when the user has no such session (V-25, 7.5.2)", async () => {
    const world = new SignedIn();
    const alice = await world.device("alice");
    const events = world.events.length;
    expect(await world.sessions.revoke("bob", alice.id)).toBe(false);
    expect(await world.sessions.revoke("alice", "unknown")).toBe(false);
    expect(await world.sessions.revoke("alice", alice.id)).toBe(true);
    expect(await world.sessions.revoke("alice", alice.id)).toBe(false);
    expect(world.events).toHaveLength(events + 1);
  });

  it("finds a session that has got a new token", async () => {
    const world = new SignedIn();
    const { browser, id } = await world.device("alice");
    await browser.visit((session) => session.rotate());
    expect(await world.sessions.revoke("alice", id)).toBe(true);
    expect(await userOf(browser)).toBeUndefined();
  });
});

describe("sessions.revokeUser", () => {
  it("ends all sessions of the user, says how many, and tells of it (7.4.2, 7.4.5)", async () => {
    const world = new SignedIn();
    const devices = await world.devices("alice", 3);
    const bob = await world.device("bob");
    expect(await world.sessions.revokeUser("alice")).toBe(3);
    expect(world.events.at(-1)).toEqual({ type: "user_revoked", userId: "alice", sessions: 3 });
    for (const { browser } of devices) expect(await userOf(browser)).toBeUndefined();
    expect(await userOf(bob.browser)).toBe("bob");
    expect(world.listed("alice")).toEqual([]);
    expect(await world.sessions.revokeUser("alice")).toBe(0);
  });

  it("leaves the one session that it is told to, which may go on and rotate (7.4.3)", async () => {
    const world = new SignedIn();
    const [own, other] = (await world.devices("alice", 2)) as [Device, Device];
    expect(await world.sessions.revokeUser("alice", { except: own.id })).toBe(1);
    expect(world.events.at(-1)).toEqual({
      type: "user_revoked",
      userId: "alice",
      sessions: 1,
      except: own.id,
    });
    await own.browser.visit((session) => session.rotate());
    expect([await userOf(own.browser), await userOf(other.browser)]).toEqual(["alice", undefined]);
  });

  it("ends all when the exception is nobody's, or another user's", async () => {
    const world = new SignedIn();
    const bob = await world.device("bob");
    for (const except of ["unknown", bob.id]) {
      await world.devices("alice", 2);
      expect(await world.sessions.revokeUser("alice", { except })).toBe(2);
      expect(world.events.at(-1)).toEqual({ type: "user_revoked", userId: "alice", sessions: 2 });
    }
    expect(await userOf(bob.browser)).toBe("bob");
  });

  it("lets the user sign in again", async () => {
    const world = new SignedIn();
    const { browser } = await world.device("alice");
    await world.sessions.revokeUser("alice");
    await browser.visit((session) => session.login("alice"));
    expect(await userOf(browser)).toBe("alice");
    await browser.visit((session) => session.rotate());
    expect(await userOf(browser)).toBe("alice");
  });

  it.each(
    Array.from({ length: 4 }, (_, nth) => nth).flatMap((nth) => [
      [nth, "before"] as const,
      [nth, "after"] as const,
    ]),
  )("that fails at call %i (%s the store acts) is finished by the next", async (nth, when) => {
    const world = new SignedIn();
    const devices = await world.devices("alice", 3);
    world.faults.arm(nth, when);
    await expect(world.sessions.revokeUser("alice")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    world.faults.arm(undefined, "before");
    await world.sessions.revokeUser("alice");
    expect(world.store.records.size).toBe(0);
    for (const { browser } of devices) expect(await userOf(browser)).toBeUndefined();
  });

  it("that was interrupted does not let a session go on under a new token (7.4.2)", async () => {
    const world = new SignedIn();
    const { browser } = await world.device("alice");
    world.faults.arm(1, "before");
    await expect(world.sessions.revokeUser("alice")).rejects.toMatchObject({ status: 503 });
    world.faults.arm(undefined, "before");
    await browser.visit(async (session) => {
      expect(session.userId).toBe("alice");
      await expect(session.rotate()).rejects.toMatchObject({ code: "SESSION_ENDED" });
    });
    expect(await userOf(browser)).toBeUndefined();
    expect(world.store.records.size).toBe(0);
  });
});

describe("the list follows the session", () => {
  it.each<[string, (session: Session) => Promise<unknown>, string[], string[]]>([
    ["logout", (session) => session.logout(), [], ["delete", "users.remove"]],
    ["regenerate", (session) => session.regenerate(), [], ["delete", "users.remove"]],
    ["rotate", (session) => session.rotate(), ["alice"], MOVE],
    ["login of the same user", (session) => session.login("alice"), ["alice"], MOVE],
    [
      "login of another user",
      (session) => session.login("bob"),
      ["bob"],
      [...MOVE, "users.remove", "users.list"],
    ],
    ["save", (session) => ((session["a"] = 1), session.save()), ["alice"], ["patch"]],
    ["touch", (session) => session.touch(), ["alice"], ["patch"]],
    ["reload", (session) => session.reload(), ["alice"], ["read"]],
    ["update", (session) => session.update((data) => void (data["a"] = 1)), ["alice"], ["patch"]],
  ])("after %s: one entry for each live record", async (_, act, users, calls) => {
    const world = new SignedIn();
    const { browser } = await world.device("alice");
    const request = await browser.begin();
    expect(await world.callsOf(() => act(request.session))).toEqual(calls);
    await request.end();
    expect([...world.listed("alice"), ...world.listed("bob")]).toEqual([...world.store.records.keys()]);
    for (const user of ["alice", "bob"])
      expect(world.listed(user)).toHaveLength(users.includes(user) ? 1 : 0);
  });

  it("an entry lasts as long as its session can, and not only until it is idle", async () => {
    const world = new SignedIn({ idleSeconds: 60, absoluteSeconds: 600 });
    await world.device("alice");
    const [entry] = [...(world.store.users?.entries.values() ?? [])];
    expect(entry?.expiresAt).toBe(world.now + 600_000);
  });
});

describe("what it costs", () => {
  it("a login without a cookie: 4 calls; over an anonymous session: 5, the last to see how many there are", async () => {
    const world = new SignedIn();
    const begin = ["users.add", "create", "users.confirm", "users.list"];
    expect(await world.callsOf(() => world.browser().visit((session) => session.login("alice")))).toEqual(
      begin,
    );
    const browser = world.browser();
    await browser.visit((session) => void (session["cart"] = 1));
    const request = await browser.begin();
    expect(await world.callsOf(() => request.session.login("alice"))).toEqual([...MOVE, "users.list"]);
    const unlimited = new SignedIn({ maxPerUser: false });
    expect(
      await unlimited.callsOf(() => unlimited.browser().visit((session) => session.login("alice"))),
    ).toEqual(begin.slice(0, 3));
  });

  it("list: one call and a read each; revokeUser: one call and a delete each", async () => {
    const world = new SignedIn();
    await world.devices("alice", 5);
    const five = (operation: string): string[] => Array.from({ length: 5 }, () => operation);
    expect(await world.callsOf(() => world.sessions.list("alice"))).toEqual(["users.list", ...five("read")]);
    expect(await world.callsOf(() => world.sessions.revokeUser("alice"))).toEqual([
      "users.revoke",
      ...five("delete"),
    ]);
  });

  it("an anonymous session never comes near the index", async () => {
    const world = new SignedIn();
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    for (const verb of ["save", "touch", "reload", "rotate", "regenerate", "logout"] as const)
      await browser.visit((session) => ((session["a"] = 2), session[verb]()));
    expect(world.store.calls.filter(([operation]) => operation.startsWith("users."))).toEqual([]);
    expect(world.store.calls.length).toBeGreaterThan(6);
  });
});

describe("what is refused", () => {
  const wrong: [string, (sessions: Sessions) => Promise<unknown>, string][] = [
    ["list of a number", (sessions) => sessions.list(1 as never), "list(userId)"],
    ["list of nothing", (sessions) => sessions.list(undefined as never), "list(userId)"],
    ["list of an empty id", (sessions) => sessions.list(""), "list(userId)"],
    ["list of 257 characters", (sessions) => sessions.list("x".repeat(257)), "list(userId)"],
    ["list of half a character", (sessions) => sessions.list("\ud800"), "list(userId)"],
    ["revoke of a number", (sessions) => sessions.revoke(1 as never, "id"), "revoke(userId)"],
    ["revokeUser of nothing", (sessions) => sessions.revokeUser(undefined as never), "revokeUser(userId)"],
    [
      "an exception that is no text",
      (sessions) => sessions.revokeUser("a", { except: 1 as never }),
      "except",
    ],
    ["an unknown option", (sessions) => sessions.revokeUser("a", { but: "x" } as never), "but"],
    ["options that are none", (sessions) => sessions.revokeUser("a", "x" as never), "revokeUser options"],
  ];

  it.each(wrong)("%s", async (_, call, option) => {
    const world = new SignedIn();
    await world.device("alice");
    const calls = await world.callsOf(() =>
      expect(call(world.sessions)).rejects.toMatchObject({
        code: "INVALID_OPTION",
        message: expect.stringContaining(option) as string,
      }),
    );
    expect(calls).toEqual([]);
  });

  it("every call, when the store has no user index; logins go on without", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    for (const call of [
      world.sessions.list("alice"),
      world.sessions.revoke("alice", "id"),
      world.sessions.revokeUser("alice"),
    ]) {
      await expect(call).rejects.toMatchObject({
        code: "INVALID_OPTION",
        message: expect.stringContaining("user index") as string,
      });
    }
    expect(await userOf(browser)).toBe("alice");
  });

  it("a store whose index is not whole", () => {
    const store = Object.assign(new MapStore(), { users: { list: () => Promise.resolve([]) } });
    expect(() => createSessions({ store })).toThrow("store.users");
  });
});

const MOVE = ["users.add", "create", "delete", "users.confirm"];
type Device = Awaited<ReturnType<SignedIn["device"]>>;

it("names a wrong `current`", async () => {
  const world = new SignedIn();
  await expect(world.sessions.list("alice", { current: 5 } as never)).rejects.toThrow("current");
});

it("a session that moves is listed once", async () => {
  const world = new SignedIn();
  const first = await world.device("alice");
  const moving = await first.browser.begin();
  const gate = world.store.pauseNext("delete");
  const rotated = moving.session.rotate();
  await gate.reached;
  expect(await world.sessions.list("alice")).toHaveLength(1);
  gate.open();
  await rotated;
});

it("a session ended elsewhere is not told of as replaced", async () => {
  const world = new SignedIn();
  const { browser, id } = await world.device("alice");
  const request = await browser.begin();
  await world.sessions.revoke("alice", id);
  await request.session.login("bob");
  await request.end();
  expect(world.events.filter((event) => event.type === "ended")).toHaveLength(1);
  expect(world.events.at(-1)).not.toHaveProperty("previousId");
});
