import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { ImportWorld, ownCookieOf } from "./support/import-world.js";
import { DROP_OLD } from "./support/old-library.js";

describe("what ends a session ends the old one with it (7.4.1, T-10)", () => {
  it.each(["logout", "destroy", "regenerate"] as const)("%s of the request that imports it", async (verb) => {
    const world = new ImportWorld();
    const old = world.alice();
    const request = await world.browser().begin(old);
    await request.session[verb]();
    await request.end();
    expect(request.setCookies).toEqual([expect.stringMatching(/^__Host-Http-sid=; .*Max-Age=0/), DROP_OLD]);
    expect(world.old.records.size).toBe(0);
    expect(await world.userOf(old)).toBeUndefined();
  });

  it("a logout by our own cookie, when the browser has an old one besides", async () => {
    const world = new ImportWorld();
    const { browser } = await world.ask(world.alice());
    const newer = world.old.begin("alice-2", { user: "alice" });
    const request = await browser.begin(`${browser.cookie}; ${newer}`);
    await request.session.logout();
    await request.end();
    expect(request.setCookies).toEqual([expect.stringMatching(/^__Host-Http-sid=; .*Max-Age=0/), DROP_OLD]);
    expect(world.old.records.size).toBe(0);
    expect(await world.userOf(newer)).toBeUndefined();
  });

  it("also when an old process writes its record again", async () => {
    const world = new ImportWorld();
    const old = world.alice();
    const { browser } = await world.ask(old);
    await browser.visit((session) => session.logout());
    world.alice();
    expect(await world.userOf(old)).toBeUndefined();
  });

  it("also when there is no record to end: the cookie is all that there is of it", async () => {
    const world = new ImportWorld({}, { find: () => [] });
    const cookieOnly = world.old.migration({
      find: () => [
        {
          id: "any",
          secret: "signed",
          dropCookie: [DROP_OLD],
          load: () => Promise.resolve({ data: { user: "alice" }, expiresAt: Infinity }),
          end: () => Promise.resolve(true),
        },
      ],
    });
    const other = new ImportWorld({ migrate: [cookieOnly] });
    const { browser } = await other.ask("old=any");
    expect(await other.userOf("old=any")).toBe("alice");
    await browser.visit((session) => session.logout());
    expect(await other.userOf("old=any")).toBeUndefined();
  });

  it("all of them, where the browser has several", async () => {
    const world = new ImportWorld();
    const { browser } = await world.ask(world.alice());
    const begin = (): string[] => ["alice-2", "alice-3"].map((id) => world.old.begin(id, { user: "alice" }));
    const others = begin();
    const request = await browser.begin([browser.cookie, ...others].join("; "));
    await request.session.logout();
    await request.end();
    expect(world.old.records.size).toBe(0);
    begin(); // An old process was slow.
    for (const other of others) expect(await world.userOf(other)).toBeUndefined();
  });

  it.each(["load", "end"])(
    "the old store fails (%s): ours ends, and the old one is over here",
    async (call) => {
      const world = new ImportWorld();
      const { browser } = await world.ask(world.alice());
      const newer = world.old.begin("alice-2", { user: "alice" });
      const request = await browser.begin(`${browser.cookie}; ${newer}`);
      world.old.around = (name) => {
        if (name.startsWith(call)) throw new Error("old store down");
      };
      await request.session.logout();
      await request.end();
      expect(request.setCookies).toEqual([expect.stringMatching(/^__Host-Http-sid=; .*Max-Age=0/), DROP_OLD]);
      world.old.around = () => undefined;
      expect(world.typesOfEvents()).toContain("store_failed");
      expect(await world.userOf(browser.cookie)).toBeUndefined();
      expect(await world.userOf(newer)).toBeUndefined();
    },
  );

  it("our own store fails: a 503, and nothing is ended", async () => {
    const world = new ImportWorld();
    const { browser } = await world.ask(world.alice());
    const newer = world.old.begin("alice-2", { user: "alice" });
    const request = await browser.begin(`${browser.cookie}; ${newer}`);
    world.store.pauseNext("create").fail(new Error("store down"));
    await expect(request.session.logout()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(await world.userOf(browser.cookie)).toBe("alice");
    expect(world.old.records.size).toBe(1);
  });

  it("a login, by a visitor whose old session could not come over: it does not wait for the end of his new one", async () => {
    const world = new ImportWorld({}, { userId: () => "" });
    const old = world.alice();
    const request = await world.browser().begin(old);
    await request.session.login("bob");
    await request.end();
    expect(request.setCookies).toEqual([expect.stringMatching(/^__Host-Http-sid=./), DROP_OLD]);
    expect(world.old.records.size).toBe(0);
    world.alice(); // An old process was slow.
    world.events.length = 0;
    expect(await world.userOf(old)).toBeUndefined();
    expect(world.events).toEqual([]);
  });

  it("a login by our own cookie, when the browser has an old one besides", async () => {
    const world = new ImportWorld();
    const { browser } = await world.ask(world.alice());
    const planted = world.old.begin("mallory-1", { user: "mallory" });
    const request = await browser.begin(`${browser.cookie}; ${planted}`);
    await request.session.login("alice");
    await request.end();
    expect(request.setCookies).toContain(DROP_OLD);
    await (await browser.begin(ownCookieOf(request))).session.logout();
    expect(await world.userOf(planted)).toBeUndefined();
  });

  it("nothing is looked for after the migration's end", async () => {
    const world = new ImportWorld({ preset: "consumer", idleSeconds: 30 * 86_400 });
    const { browser } = await world.ask(world.old.begin("a", { user: "alice" }, Infinity));
    world.now += 30 * 86_400_000 - 1;
    const request = await browser.begin(`${browser.cookie}; ${world.alice()}`);
    world.old.calls.length = 0;
    world.now += 1;
    await request.session.logout();
    expect(world.old.calls).toEqual([]);
  });
});

describe("who was revoked does not come back by an old cookie (7.4.2, T-11)", () => {
  it.each([
    ["the user", (world: ImportWorld) => world.sessions.revokeUser("alice")],
    ["everybody", (world: ImportWorld) => world.sessions.revokeAll()],
  ])("%s: also not by one that was never seen here", async (_name, revoke) => {
    const world = new ImportWorld();
    await revoke(world);
    expect(await world.userOf(world.alice())).toBeUndefined();
    expect(world.events.at(-1)).toEqual({ type: "import_refused", from: "old", reason: "revoked" });
    expect(world.store.users?.listed("alice")).toEqual([]);
  });

  it("everybody, before the moment from which on the migration is concerned: that was not about old sessions", async () => {
    const before = new World();
    await before.sessions.revokeAll();
    const world = new ImportWorld({ store: before.store }, { since: new Date(before.now) });
    const { browser } = await world.ask(world.alice());
    expect(await world.userOf(browser.cookie)).toBe("alice");
    world.now += 1;
    await world.sessions.revokeAll();
    expect(await world.userOf(browser.cookie)).toBeUndefined();
    expect(await world.userOf(world.old.begin("alice-2", { user: "alice" }))).toBeUndefined();
  });

  it("a process without `migrate` ends what came over, and no more: each that revokes must have it", async () => {
    const world = new ImportWorld();
    const { browser } = await world.ask(world.alice());
    const admin = new World({}, () => world.store);
    expect(await admin.sessions.revokeUser("alice")).toBe(1);
    expect(await world.userOf(browser.cookie)).toBeUndefined();
    expect(await world.userOf(world.old.begin("alice-2", { user: "alice" }))).toBe("alice");
  });

  it("others are not touched", async () => {
    const world = new ImportWorld();
    await world.sessions.revokeUser("bob");
    expect(await world.userOf(world.alice())).toBe("alice");
  });

  it("without a migration nothing is written down for it", async () => {
    const world = new ImportWorld({ migrate: [] });
    await world.sessions.revokeUser("alice");
    expect(world.store.count("create")).toBe(0);
  });
});

it("an old cookie that was imported, and has not been dropped, leads to the same session and is dropped again", async () => {
  const world = new ImportWorld();
  const old = world.alice();
  const first = await world.ask(old);
  world.now += 60_000;
  const second = await world.ask(old);
  expect(second.browser.cookie).toBe(first.browser.cookie);
  expect(second.setCookies).toContain(DROP_OLD);
  expect(second.session.id).toBe(first.session.id);
  expect(world.typesOfEvents()).toEqual(["imported"]);
});

it("is served under another token by then: what comes with the old cookie is a stranger, and takes no cookie away", async () => {
  const world = new ImportWorld();
  const old = world.alice();
  const { browser } = await world.ask(old);
  await browser.visit((session) => session.rotate());
  const late = await world.ask(old);
  expect(late.session.userId).toBeUndefined();
  expect(late.setCookies).toEqual([]);
});

it("what changes the token while a first request is on its way: that one puts no dead cookie in its place", async () => {
  const world = new ImportWorld();
  const old = world.alice();
  const slow = await world.browser().begin(old);
  const { browser } = await world.ask(old);
  await browser.visit((session) => session.rotate());
  await slow.end();
  expect(slow.setCookies).toEqual([]);
});
