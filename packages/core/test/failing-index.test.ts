import type { Session } from "@sess/core";
import { describe, expect, it } from "vitest";
import { factsOf } from "./support/facts.js";
import { SignedIn, userOf } from "./support/signed-in.js";

const VERBS: readonly [
  name: string,
  from: "nothing" | "anonymous" | "alice",
  run: (session: Session) => Promise<unknown>,
][] = [
  ["login", "nothing", (session) => session.login("alice")],
  ["login over an anonymous session", "anonymous", (session) => session.login("alice")],
  ["login again", "alice", (session) => session.login("alice")],
  ["login of another user", "alice", (session) => session.login("bob")],
  ["rotate", "alice", (session) => session.rotate()],
  ["regenerate", "alice", (session) => session.regenerate()],
  ["logout", "alice", (session) => session.logout()],
];

const MOST_CALLS = 7;
const CASES = VERBS.flatMap(([name, from, run]) =>
  Array.from({ length: MOST_CALLS }, (_, nth) => nth).flatMap((nth) =>
    (["before", "after"] as const).flatMap((when) =>
      [false, true].map((forever) => ({ name, from, run, nth, when, forever })),
    ),
  ),
);

describe("the store or its index fails at each step", () => {
  it.each(CASES)(
    "$name, call $nth fails $when the store acts (and from then on: $forever): a revocation finds what is left",
    async ({ from, run, nth, when, forever }) => {
      const world = new SignedIn();
      const browser = world.browser();
      if (from === "alice") await browser.visit((session) => session.login("alice"));
      if (from === "anonymous") await browser.visit((session) => void (session["cart"] = 1));
      const request = await browser.begin();
      world.faults.arm(nth, when, forever);
      const outcome = await run(request.session).then(
        () => "done",
        (error: { code: unknown }) => error.code,
      );
      world.faults.arm(undefined, "before");
      await request.end();
      expect(["done", "STORE_UNAVAILABLE"]).toContain(outcome);

      await world.sessions.revokeUser("alice");
      await world.sessions.revokeUser("bob");
      expect(await userOf(browser)).toBeUndefined();
      const users = [...world.store.records.values()].map((record) => factsOf(record).userId);
      expect(users.filter((user) => user !== undefined)).toEqual([]);
    },
  );

  it.each(VERBS)("%s makes no more calls than that", async (_, from, run) => {
    const world = new SignedIn();
    const browser = world.browser();
    if (from === "alice") await browser.visit((session) => session.login("alice"));
    if (from === "anonymous") await browser.visit((session) => void (session["cart"] = 1));
    const request = await browser.begin();
    const calls = await world.callsOf(() => run(request.session));
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.length).toBeLessThan(MOST_CALLS);
  });

  it("an entry that could not be taken off the list does no harm, and is told of", async () => {
    const world = new SignedIn();
    const { browser } = await world.device("alice");
    const request = await browser.begin();
    world.faults.arm(1, "before");
    await request.session.logout();
    world.faults.arm(undefined, "before");
    await request.end();
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: "store_failed", operation: "users.remove" }),
    );
    expect(world.listed("alice")).toHaveLength(1);
    expect(await world.sessions.list("alice")).toEqual([]);
    expect(await world.sessions.revokeUser("alice")).toBe(0);
  });
});
