import type { Session } from "@sess/core";
import { describe, expect, it } from "vitest";
import { type Browser, type TestRequest, World } from "./support/browser.js";
import type { StoreCall } from "./support/map-store.js";

type Operation = StoreCall[0];

interface Act {
  readonly does: string;
  act(session: Session): Promise<unknown> | void;
  /** What the verb rejects with; undefined for what happens by itself. */
  readonly code?: "SESSION_ENDED";
  readonly tells?: true;
  /** The store calls that the act can be on its way to when the session ends. */
  readonly calls: readonly Operation[];
}

const ACTS: readonly Act[] = [
  { does: "a write", act: (session) => void (session["x"] = 1), tells: true, calls: ["patch"] },
  { does: "a deletion", act: (session) => void delete session["kept"], tells: true, calls: ["patch"] },
  { does: "a read that extends it", act: () => undefined, calls: ["patch"] },
  { does: "touch()", act: (session) => session.touch(), code: "SESSION_ENDED", calls: ["patch"] },
  {
    does: "save()",
    act: (session) => ((session["x"] = 1), session.save()),
    code: "SESSION_ENDED",
    tells: true,
    calls: ["patch"],
  },
  {
    does: "update()",
    act: (session) => session.update((data) => void (data["x"] = 1)),
    code: "SESSION_ENDED",
    calls: ["patch"],
  },
  { does: "reload()", act: (session) => session.reload(), code: "SESSION_ENDED", calls: ["read"] },
  { does: "rotate()", act: (session) => session.rotate(), code: "SESSION_ENDED", calls: ["create", "delete"] },
  { does: "regenerate()", act: (session) => session.regenerate(), code: "SESSION_ENDED", calls: ["delete"] },
];

const ENDERS: readonly { by: string; end(session: Session): Promise<unknown>; leaves: number }[] = [
  { by: "logout", end: (session) => session.logout(), leaves: 0 },
  { by: "regenerate", end: (session) => session.regenerate(), leaves: 0 },
  { by: "rotation", end: (session) => session.rotate(), leaves: 1 },
  { by: "another login", end: (session) => session.login("bob"), leaves: 1 },
];

const PAIRS = ENDERS.flatMap((ender) =>
  ACTS.flatMap((act) => [
    { ...ender, ...act, when: "later", call: undefined },
    ...act.calls.map((call) => ({ ...ender, ...act, when: `on its way (${call})`, call })),
  ]),
);

describe("an end is final (V-01)", () => {
  it.each(PAIRS)("$by; $does $when changes nothing", async ({ end, leaves, act, code, tells, call }) => {
    const { world, slow, other } = await twoRequests();
    const gate = call && world.store.pauseNext(call);
    const outcome = gate && attempt(slow, act);
    await gate?.reached;
    await end(other.session);
    await other.end();
    const cookie = other.setCookies;
    gate?.open();
    expect(await (outcome ?? attempt(slow, act))).toBe(code);

    expect(world.store.records.size).toBe(leaves);
    for (const { fields } of world.store.records.values()) expect(fields).not.toHaveProperty("x");
    expect(slow.setCookies).toEqual([]);
    expect(cookie).toHaveLength(1);
    expect(world.typesOfEvents().includes("write_after_end")).toBe(tells === true);
    await slow.handle.finish();
    expect(world.store.records.size).toBe(leaves);
  });

  it.each([["later"], ["create"], ["delete"]] as const)(
    "logout; login %s begins a session of its own, without old data and under a new handle",
    async (when) => {
      const { world, slow, other } = await twoRequests();
      const oldId = slow.session.id;
      const login = (session: Session): Promise<void> => session.login("alice", { keep: ["kept"], data: { x: 1 } });
      const gate = when === "later" ? undefined : world.store.pauseNext(when);
      const outcome = gate && attempt(slow, login);
      await gate?.reached;
      await other.session.logout();
      gate?.open();
      expect(await (outcome ?? attempt(slow, login))).toBeUndefined();
      expect(world.store.records.size).toBe(1);
      expect({ ...slow.session, user: slow.session.userId }).toEqual({ x: 1, user: "alice" });
      expect(slow.session.id).not.toBe(oldId);
      expect(slow.setCookies).toHaveLength(1);
    },
  );

  it("two logouts at once: one tells and clears, the other leaves the cookie alone", async () => {
    const { world, slow, other } = await twoRequests();
    await Promise.all([attempt(slow, (s) => s.logout()), attempt(other, (s) => s.logout())]);
    expect(world.typesOfEvents().filter((type) => type === "ended")).toHaveLength(1);
    expect([...slow.setCookies, ...other.setCookies]).toHaveLength(1);
  });

  it("a late answer leaves the cookie of the newer login alone", async () => {
    const { browser, slow, other } = await twoRequests();
    await other.session.logout();
    await other.end();
    await browser.visit((session) => session.login("bob"));
    const cookie = browser.cookie;
    slow.session["x"] = 1;
    await slow.end();
    await slow.session.logout();
    await slow.handle.finish();
    expect(slow.setCookies).toEqual([]);
    expect(browser.cookie).toBe(cookie);
    expect(await browser.visit((session) => session.userId)).toBe("bob");
  });
});

describe("two that move a session at once (V-02)", () => {
  it.each([
    ["rotate", "rotate"],
    ["rotate", "login"],
    ["login", "rotate"],
    ["rotate", "regenerate"],
  ] as const)("%s and %s: one wins, and no orphan is left", async (first, second) => {
    const { world, browser, slow, other } = await twoRequests();
    const verbs = {
      rotate: (session: Session) => session.rotate(),
      login: (session: Session) => session.login("alice"),
      regenerate: (session: Session) => session.regenerate(),
    };
    const gate = world.store.pauseNext("delete");
    const losing = attempt(slow, verbs[first]);
    await gate.reached;
    expect(await attempt(other, verbs[second])).toBeUndefined();
    gate.open();
    const lost = await losing;
    const isLogin = first === "login";
    expect(lost).toBe(isLogin ? undefined : "SESSION_ENDED");
    expect(slow.setCookies).toHaveLength(isLogin ? 1 : 0);
    expect(world.store.records.size).toBe((second === "regenerate" ? 0 : 1) + (isLogin ? 1 : 0));
    expect(await browser.visit((session) => session.userId)).toBe(second === "regenerate" ? undefined : "alice");
  });
});

describe("moving against parallel writes", () => {
  it.each([
    ["rotate", (session: Session) => session.rotate()],
    ["login of the same user", (session: Session) => session.login("alice")],
  ])("%s merges what others write meanwhile, deletions included", async (_, move) => {
    const { world, browser, slow } = await twoRequests();
    slow.session["mine"] = 1;
    delete slow.session["b"];
    let gate = world.store.pauseNext("delete");
    const moving = attempt(slow, move);
    await gate.reached;
    for (const round of [1, 2, 3]) {
      await browser.visit((session) => {
        session[`w${round}`] = round;
        session["a"] = `a${round}`;
        delete session[`gone${round}`];
      });
      const next = round < 3 ? world.store.pauseNext("delete") : undefined;
      gate.open();
      await next?.reached;
      gate = next ?? gate;
    }
    expect(await moving).toBeUndefined();
    const expected = { kept: 1, mine: 1, a: "a3", w1: 1, w2: 2, w3: 3 };
    expect({ ...slow.session }).toEqual(expected);
    expect(await browser.visit((session) => ({ ...session }))).toEqual(expected);
    expect(world.store.records.size).toBe(1);
  });

  it("login keeps what others wrote to a kept field meanwhile, and drops the rest", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit((session) => void Object.assign(session, { cart: [1], planted: 1 }));
    const slow = await browser.begin();
    const gate = world.store.pauseNext("delete");
    const login = slow.session.login("alice", { keep: ["cart"] });
    await gate.reached;
    await browser.visit((session) => void Object.assign(session, { cart: [1, 2], planted: 2, late: 1 }));
    gate.open();
    await login;
    await slow.end();
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ cart: [1, 2] });
  });

  it("gives up after a hundred faster writers: the old session is whole, and no new record is left", async () => {
    const { world, browser, slow } = await twoRequests();
    world.store.delete = ((original) => async (key, condition) =>
      condition ? "conflict" : original.call(world.store, key))(world.store.delete);
    await expect(slow.session.rotate()).rejects.toMatchObject({ code: "STORE_CONFLICT", status: 503 });
    await slow.end();
    expect(slow.setCookies).toEqual([]);
    expect(world.store.records.size).toBe(1);
    expect(await browser.visit((session) => session["kept"])).toBe(1);
  });
});

describe("nothing is lost", () => {
  it("50 requests at once: every write and every deletion counts", async () => {
    const world = new World();
    const browser = world.browser();
    const names = Array.from({ length: 50 }, (_, index) => `f${index}`);
    await browser.visit((session) => void Object.assign(session, Object.fromEntries(names.map((n) => [`old_${n}`, 0]))));
    const requests = await Promise.all(names.map(() => browser.begin()));
    await Promise.all(
      requests.map(async (request, index) => {
        request.session[`new_${names[index]}`] = index;
        delete request.session[`old_${names[index]}`];
        await request.end();
      }),
    );
    const expected = Object.fromEntries(names.map((name, index) => [`new_${name}`, index]));
    expect(await browser.visit((session) => ({ ...session }))).toEqual(expected);
  });
});

async function twoRequests(): Promise<{ world: World; browser: Browser; slow: TestRequest; other: TestRequest }> {
  const world = new World();
  const browser = world.browser();
  const data = { kept: 1, a: 0, b: 0, gone1: 0, gone2: 0, gone3: 0 };
  await browser.visit((session) => session.login("alice", { data }));
  world.now += 61_000; // Every request is due to extend the session.
  return { world, browser, slow: await browser.begin(), other: await browser.begin() };
}

/** Runs a handler and the response; resolves with the code of the verb's error. */
async function attempt(request: TestRequest, act: (session: Session) => Promise<unknown> | void): Promise<unknown> {
  try {
    await act(request.session);
    return undefined;
  } catch (error) {
    return (error as { code: unknown }).code;
  } finally {
    await request.end();
  }
}
