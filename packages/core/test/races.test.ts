import type { Session } from "@sess/core";
import { describe, expect, it } from "vitest";
import type { StoreCall } from "./support/store-call.js";
import { attempt, twoRequests } from "./support/two-requests.js";

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
  {
    does: "rotate()",
    act: (session) => session.rotate(),
    code: "SESSION_ENDED",
    calls: ["create", "delete"],
  },
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

describe("an end is final (V-01, T-09, T-10)", () => {
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
      const login = (session: Session): Promise<void> =>
        session.login("alice", { keep: ["kept"], data: { x: 1 } });
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

  it.each<[string, (session: Session) => Promise<unknown>, Operation[]]>([
    ["touch", (session) => session.touch(), ["patch"]],
    ["update", (session) => session.update((data) => void (data["x"] = 1)), ["patch"]],
    ["regenerate", (session) => session.regenerate(), ["delete"]],
  ])("%s learns of it in one call, and no later verb asks again", async (_, verb, calls) => {
    const { world, slow, other } = await twoRequests();
    await attempt(other, (session) => session.logout());
    world.store.calls.length = 0;
    for (const again of [verb, verb, (session: Session) => session.save()]) {
      await expect(again(slow.session)).rejects.toMatchObject({ code: "SESSION_ENDED" });
    }
    expect(world.store.calls.map(([name]) => name)).toEqual(calls);
  });

  it("two logouts at once: one tells, both clear the cookie", async () => {
    const { world, slow, other } = await twoRequests();
    await Promise.all([attempt(slow, (s) => s.logout()), attempt(other, (s) => s.logout())]);
    expect(world.typesOfEvents().filter((type) => type === "ended")).toHaveLength(1);
    expect([...slow.setCookies, ...other.setCookies]).toEqual([
      expect.stringContaining("Max-Age=0"),
      expect.stringContaining("Max-Age=0"),
    ]);
  });

  it("a logout that loses to a rotation still signs this browser out", async () => {
    const { slow, other } = await twoRequests();
    await other.session.rotate();
    await slow.session.logout();
    await slow.end();
    expect(slow.setCookies).toEqual([expect.stringContaining("Max-Age=0")]);
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
