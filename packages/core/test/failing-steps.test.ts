import type { Session } from "@sess/core";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { FailNth, InterceptedStore } from "./support/intercepted-store.js";

interface Verb {
  readonly name: string;
  run(session: Session): Promise<unknown>;
  /** How many store calls it makes when another request has written meanwhile. */
  readonly calls: number;
}

const VERBS: readonly Verb[] = [
  { name: "rotate", run: (session) => session.rotate(), calls: 5 },
  { name: "login of the same user", run: (session) => session.login("alice"), calls: 5 },
  { name: "login of another user", run: (session) => session.login("bob", { data: { x: 1 } }), calls: 4 },
  { name: "logout", run: (session) => session.logout(), calls: 1 },
  { name: "regenerate", run: (session) => session.regenerate(), calls: 1 },
  { name: "save", run: (session) => ((session["x"] = 1), session.save()), calls: 1 },
  { name: "touch", run: (session) => session.touch(), calls: 1 },
  { name: "reload", run: (session) => session.reload(), calls: 1 },
  { name: "update", run: (session) => session.update((data) => void (data["x"] = 1)), calls: 3 },
];

const CASES = VERBS.flatMap(({ name, run, calls }) =>
  Array.from({ length: calls }, (_, nth) => nth).flatMap((nth) =>
    (["before", "after"] as const).flatMap((when) =>
      [false, true].map((forever) => ({ name, run, calls, nth, when, forever })),
    ),
  ),
);

describe("the store fails at each step (V-33, D-16)", () => {
  it.each(VERBS)("$name makes $calls calls when another request has just written", async ({ run, calls }) => {
    const { faults, request } = await oneWriteBehind();
    faults.arm(undefined, "before");
    await run(request.session);
    expect(faults.calls).toBe(calls);
  });

  it.each(CASES)(
    "$name, call $nth fails $when the store acts (and from then on: $forever)",
    async ({ name, run, nth, when, forever }) => {
      const { world, browser, faults, request } = await oneWriteBehind();
      const { cookie } = browser;
      faults.arm(nth, when, forever);
      await expect(run(request.session)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
      faults.arm(undefined, "before");
      if (name !== "save") await request.end(); // The app has seen the error; the response is its own.
      expect(request.setCookies).toEqual([]);
      expect(browser.cookie).toBe(cookie);
      expect(world.typesOfEvents()).toContain("store_failed");

      // The old session is whole, or it has ended: nothing in between.
      const now = await browser.visit((session) => ({
        user: session.userId,
        kept: session["kept"],
        other: session["other"],
      }));
      const ended = when === "after" && !["save", "touch", "reload", "update"].includes(name);
      if (!ended || now.user !== undefined) expect(now).toEqual({ user: "alice", kept: 1, other: 1 });
      // What is left without a cookie to it can be used by nobody; one failure leaves none but by a lost answer.
      if (when === "before" && !forever) expect(world.store.records.size).toBe(1);
    },
  );

  it.each(["create", "patch"] as const)(
    "a response that cannot be saved (%s) fails, and gives no cookie",
    async (call) => {
      const world = new World();
      const browser = world.browser();
      if (call === "patch") await browser.visit((session) => session.login("alice"));
      const { cookie } = browser;
      const request = await browser.begin();
      request.session["a"] = 1;
      world.store.pauseNext(call).fail(new Error("down"));
      await expect(request.end()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
      expect([...request.headers]).toEqual([]);
      // The framework's error page is another head of the same response.
      expect(request.handle.commit()).toBeUndefined();
      expect([...request.headers]).toEqual([]);
      expect(browser.cookie).toBe(cookie);
    },
  );

  it("what a response has called unsaved is not saved when that response ends", async () => {
    const { world, browser } = await oneWriteBehind();
    const request = await browser.begin();
    request.session["n"] = 1;
    world.store.pauseNext("patch").fail(new Error("down"));
    await expect(request.handle.commit()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    request.session["m"] = 2;
    expect(request.handle.finish()).toBeUndefined();
    expect(await browser.visit(({ n, m }) => [n, m])).toEqual([undefined, undefined]);
  });

  it("a cookie whose session could not be read is not replaced by what an error page writes", async () => {
    const { world, browser } = await oneWriteBehind();
    const { cookie } = browser;
    world.store.pauseNext("read").fail(new Error("down"));
    const request = browser.open();
    await expect(request.ready).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
    request.session["lastError"] = "503";
    await request.end();
    await request.handle.finish();
    expect(request.setCookies).toEqual([]);
    expect(browser.cookie).toBe(cookie);
    expect(world.store.records.size).toBe(1);
    expect(await browser.visit((session) => session.userId)).toBe("alice"); // Recovered by itself.
  });

  it("a store that loses the new record while it is filled does not cost the old one", async () => {
    const { world, browser, request } = await oneWriteBehind();
    const [old] = [...world.store.records.keys()];
    const gate = world.store.pauseNext("patch");
    const rotating = request.session.rotate().catch((error: unknown) => error);
    await gate.reached;
    for (const key of world.store.records.keys()) if (key !== old) world.store.records.delete(key);
    gate.open();
    expect(await rotating).toMatchObject({ code: "STORE_CONFLICT" });
    await request.end();
    expect(await browser.visit((session) => session["kept"])).toBe(1);
  });
});

/** A request that has loaded the session, and another that has written to it since. */
async function oneWriteBehind(): Promise<{
  world: World;
  browser: ReturnType<World["browser"]>;
  faults: FailNth;
  request: Awaited<ReturnType<ReturnType<World["browser"]>["begin"]>>;
}> {
  const faults = new FailNth();
  const world = new World({}, (store) => new InterceptedStore(store, faults));
  const browser = world.browser();
  await browser.visit((session) => session.login("alice", { data: { kept: 1 } }));
  const request = await browser.begin();
  await browser.visit((session) => void (session["other"] = 1));
  return { world, browser, faults, request };
}
