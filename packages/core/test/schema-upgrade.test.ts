import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { SessionOptions } from "@sess/core";
import { NearWorld } from "./support/near-world.js";
import { deployed } from "./support/deployed.js";

const today = {
  schema: z.object({
    first: z.string().optional(),
    last: z.string().optional(),
    cart: z.array(z.string()).default([]),
  }),
  dataVersion: 2,
  upgrade: ({ name, ...rest }: Record<string, unknown>, fromVersion: number) => {
    if (typeof name !== "string") return fromVersion === 0 ? rest : undefined;
    const [first, last] = name.split(" ");
    return { ...rest, first, last };
  },
} satisfies Partial<SessionOptions>;

describe("data of an earlier version", () => {
  it("are shown upgraded, and written along with the next change and not before", async () => {
    const { later, visitor, store, record } = await deployed({ name: "Ada Lovelace" });
    const browser = visitor(later(today));
    const shown = await browser.visit((session) => ({ ...session }));
    expect(shown).toEqual({ first: "Ada", last: "Lovelace", cart: [] });
    expect(record()).toEqual({ name: '"Ada Lovelace"' });
    expect(store.count("patch")).toBe(0);
    await browser.visit((session) => void (session["cart"] = ["a"]));
    expect(record()).toEqual({ first: '"Ada"', last: '"Lovelace"', cart: '["a"]', $data: "2" });
  });

  it("are told their version, and go through upgrade even where they would fit", async () => {
    const { later, visitor } = await deployed({ first: "x" }, { schema: today.schema, dataVersion: 1 });
    const from: number[] = [];
    const upgrade = (old: Record<string, unknown>, version: number) => (
      from.push(version),
      { ...old, first: "y" }
    );
    const first = await visitor(later({ ...today, upgrade })).visit((session) => session["first"]);
    expect([first, from]).toEqual(["y", [1]]);
  });

  it("need no upgrade where they fit as they are", async () => {
    const { later, visitor, record } = await deployed({ first: "x" });
    const browser = visitor(later({ schema: today.schema, dataVersion: 3 }));
    await browser.visit((session) => void (session["last"] = "y"));
    expect(record()).toEqual({ first: '"x"', last: '"y"', cart: "[]", $data: "3" });
  });

  it("go through upgrade where they do not fit, though the version is today's", async () => {
    const { later, visitor } = await deployed(
      { cart: ["a"] },
      { schema: z.object({ cart: z.any().optional() }), dataVersion: 2 },
    );
    const repaired = await visitor(later(today)).visit((session) => ({ ...session }));
    expect(repaired).toEqual({ cart: ["a"] });
    const { later: next, visitor: other } = await deployed(
      { cart: "a" },
      { schema: z.object({ cart: z.any().optional() }), dataVersion: 2 },
    );
    const upgrade = (old: Record<string, unknown>) => ({ cart: [String(old["cart"])] });
    expect(await other(next({ ...today, upgrade })).visit((session) => session["cart"])).toEqual(["a"]);
  });

  it("of two requests that upgrade at once, none undoes what the other has written", async () => {
    const { later, visitor, record } = await deployed({ name: "Ada Lovelace", cart: ["a"] });
    const world = later(today);
    const [one, other] = [await visitor(world).begin(), await visitor(world).begin()];
    one.session["cart"] = ["a", "b"];
    other.session["first"] = "Augusta";
    await one.end();
    await other.end();
    expect(record()).toEqual({ first: '"Augusta"', last: '"Lovelace"', cart: '["a","b"]', $data: "2" });
    // The second one has seen the first one's write: what it saves after its head must not undo it.
    expect(other.session["cart"]).toEqual(["a", "b"]);
    other.session["last"] = "King";
    await other.handle.finish();
    expect(record()).toEqual({ first: '"Augusta"', last: '"King"', cart: '["a","b"]', $data: "2" });
  });

  it("of two requests that are too much together, the second one fails, and leaves what is there", async () => {
    const half = "x".repeat(600);
    const { later, visitor, record } = await deployed({ name: "Ada Lovelace" });
    const world = later({ ...today, maxBytes: 1200 });
    const [one, other] = [await visitor(world).begin(), await visitor(world).begin()];
    one.session["cart"] = [half];
    other.session["first"] = half;
    await one.end();
    await expect(other.end()).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(record()).toEqual({
      first: '"Ada"',
      last: '"Lovelace"',
      cart: JSON.stringify([half]),
      $data: "2",
    });
  });

  it("may be changed by upgrade() in place", async () => {
    const { later, visitor, record } = await deployed({ first: "Ada", cart: ["a"] });
    const upgrade = (old: Record<string, unknown>): object => Object.assign(old, { first: "Augusta" });
    const browser = visitor(later({ ...today, upgrade }));
    expect(await browser.visit((session) => session["first"])).toBe("Augusta");
    await browser.visit((session) => void (session["cart"] = ["b"]));
    expect(record()).toEqual({ first: '"Augusta"', cart: '["b"]', $data: "2" });
  });

  it("cannot take the names of facts and verbs", async () => {
    const { later, visitor, record } = await deployed({ cart: ["a"] });
    const schema = z.looseObject({ cart: z.array(z.string()).optional() });
    const upgrade = (old: object): object => ({ ...old, userId: "mallory", save: 1 });
    const browser = visitor(later({ schema, dataVersion: 2, upgrade }));
    await browser.visit((session) => void (session["cart"] = ["b"]));
    expect(await browser.visit(async (session) => (await session.save(), session.userId))).toBe("alice");
    expect(record()).toEqual({ cart: '["b"]', $data: "2" });
  });

  it("nor what a process of the earlier version has written meanwhile", async () => {
    const { later, visitor, record, old } = await deployed({ name: "Ada Lovelace" });
    const slow = await visitor(later(today)).begin();
    slow.session["cart"] = ["a"];
    await old.visit((session) => void (session["name"] = "Augusta King"));
    await slow.end();
    expect(record()).toEqual({ first: '"Augusta"', last: '"King"', cart: '["a"]', $data: "2" });
  });

  it("stay ended when they were ended before the upgrade was written", async () => {
    const { later, visitor, store, old } = await deployed({ name: "Ada Lovelace" });
    const world = later(today);
    const slow = await visitor(world).begin();
    slow.session["cart"] = ["a"];
    await old.visit((session) => session.logout());
    await slow.end();
    expect(store.count("create")).toBe(1);
    expect(world.typesOfEvents()).toContain("write_after_end");
  });

  it.each(["update", "rotate", "login"] as const)("are written by %s", async (verb) => {
    const { later, visitor, stored } = await deployed({ name: "Ada Lovelace" });
    const browser = visitor(later(today));
    await browser.visit(async (session) => {
      if (verb === "update") await session.update((data) => void (data["cart"] = ["b"]));
      else if (verb === "rotate") await session.rotate();
      else await session.login("alice");
    });
    expect(stored()).toEqual({
      first: '"Ada"',
      last: '"Lovelace"',
      cart: verb === "update" ? '["b"]' : "[]",
      $data: "2",
    });
  });

  it("are written once: what follows is a change like any other", async () => {
    const { later, visitor, store } = await deployed({ name: "Ada Lovelace" });
    await visitor(later(today)).visit(async (session) => {
      session["cart"] = ["a"];
      await session.save();
      session["cart"] = ["b"];
    });
    expect(store.calls.at(-1)).toEqual([
      "patch",
      expect.any(String),
      { set: { cart: '["b"]' }, unset: [], expiresAt: expect.any(Number) as number },
    ]);
  });

  it("an upgraded field can be removed in the same request", async () => {
    const { later, visitor, record } = await deployed({ name: "Ada Lovelace" });
    await visitor(later(today)).visit((session) => void delete session["first"]);
    expect(record()).toEqual({ last: '"Lovelace"', cart: "[]", $data: "2" });
  });
});

describe("data that cannot be upgraded", () => {
  it("refuse: the record stays for whoever knows it", async () => {
    const { later, visitor, record } = await deployed(
      { cart: "?" },
      { schema: z.object({ cart: z.any().optional() }) },
    );
    const world = later(today);
    expect(await visitor(world).visit((session) => session.userId)).toBeUndefined();
    expect(record()).toEqual({ cart: '"?"', $data: "1" });
    expect(world.events).toContainEqual({
      type: "data_misfit",
      id: expect.any(String) as string,
      fromVersion: 1,
      problems: ["upgrade() gave up"],
      misfit: "refuse",
    });
  });

  it("clear: the user stays, the data go with the next write", async () => {
    const { later, visitor, record } = await deployed({ cart: "?", name: "x" });
    const browser = visitor(later({ schema: today.schema, misfit: "clear" }));
    const shown = await browser.visit((session) => [session.userId, { ...session }]);
    expect(shown).toEqual(["alice", {}]);
    expect(record()).toEqual({ cart: '"?"', name: '"x"' });
    await browser.visit((session) => void (session["first"] = "y"));
    expect(record()).toEqual({ first: '"y"', $data: "1" });
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["returns a promise", () => Promise.resolve({})],
    ["returns no object", () => 1],
    ["returns what does not fit", () => ({ cart: 1 })],
  ])("upgrade that %s is told of, and fails no request", async (_, upgrade) => {
    const { later, visitor, record } = await deployed({ name: "x" });
    const world = later({ ...today, upgrade: upgrade as () => never });
    expect(await visitor(world).visit((session) => session.userId)).toBeUndefined();
    expect(world.typesOfEvents()).toContain("data_misfit");
    expect(record()).toEqual({ name: '"x"' });
  });

  it("a schema that does not fit its own output is told of", async () => {
    const { later, visitor, record } = await deployed({ name: "x" });
    const world = later({
      schema: z.object({
        name: z
          .string()
          .transform((name) => name.length)
          .optional(),
      }),
    });
    expect(await visitor(world).visit((session) => session.userId)).toBeUndefined();
    expect(world.events).toContainEqual(expect.objectContaining({ type: "data_misfit" }));
    expect(record()).toEqual({ name: '"x"' });
  });
});

describe("two versions of an app side by side", () => {
  it("the earlier one neither shows nor removes what it does not know", async () => {
    const { later, visitor, record } = await deployed({}, { schema: z.object({ a: z.number().optional() }) });
    const next = visitor(later({ schema: z.object({ b: z.number().optional() }), dataVersion: 2 }));
    await next.visit((session) => void (session["b"] = 2));
    const before = visitor(later({ schema: z.object({ a: z.number().optional() }), dataVersion: 1 }));
    expect(await before.visit((session) => ({ ...session }))).toEqual({});
    await before.visit((session) => void (session["a"] = 1));
    expect(record()).toEqual({ a: "1", b: "2", $data: "2" });
  });

  it("and clears nothing that a later one has written", async () => {
    const { later, visitor, record } = await deployed(
      { a: "text" },
      { schema: z.object({ a: z.any().optional() }), dataVersion: 2 },
    );
    const world = later({
      schema: z.object({ a: z.number().optional() }),
      misfit: "clear",
      upgrade: () => ({}),
    });
    const browser = visitor(world);
    expect(await browser.visit((session) => session.userId)).toBeUndefined();
    expect(record()).toEqual({ a: '"text"', $data: "2" });
  });
});

describe("a session that many requests share", () => {
  it("is checked for each of them, and nobody is shown another's objects", async () => {
    const world = new NearWorld({ schema: z.object({ since: z.coerce.date().optional() }) });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice", { data: { since: new Date(0) } }));
    world.remember();
    const [one, other] = [await browser.begin(), await browser.begin()];
    const since = one.session["since"] as Date;
    expect(since).toEqual(new Date(0));
    expect(other.session["since"]).toEqual(since);
    expect(other.session["since"]).not.toBe(since);
  });
});
