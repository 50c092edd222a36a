import { describe, expect, it } from "vitest";
import { z } from "zod";
import { deployed } from "./support/deployed.js";
import { World } from "./support/browser.js";

const one = { schema: z.object({ a: z.number().optional() }), dataVersion: 1 };
const two = {
  schema: z.object({ a: z.number().optional(), b: z.number().optional() }),
  dataVersion: 2,
  upgrade: ({ a }: Record<string, unknown>) => ({ a: Number(a) * 100 }),
};

describe("a session that an earlier version of the app moves to another record", () => {
  it.each(["rotate", "login"] as const)("by %s keeps what only the later one knows", async (verb) => {
    const { later, visitor, stored } = await deployed({ a: 1, b: 2 }, two);
    const browser = visitor(later(one));
    await browser.visit((session) => (verb === "rotate" ? session.rotate() : session.login("alice")));
    expect(stored()).toEqual({ a: "1", b: "2", $data: "2" });
  });

  it("is not upgraded a second time, also where that version had no schema yet", async () => {
    const { later, visitor } = await deployed({ a: 1 }, two);
    const before = visitor(later({}));
    await before.visit((session) => session.rotate());
    const after = Object.assign(later(two).browser(), { cookie: before.cookie });
    expect(await after.visit((session) => session["a"])).toBe(1);
  });

  it("keeps what the later one writes meanwhile", async () => {
    const { later, visitor, stored } = await deployed({ a: 1 }, one);
    const slow = await visitor(later(one)).begin();
    await visitor(later(two)).visit((session) => void (session["b"] = 2));
    await slow.session.rotate();
    await slow.end();
    expect(stored()).toEqual({ a: "100", b: "2", $data: "2" });
  });

  it("brings the version along with what login keeps of a visitor's, and nothing else", async () => {
    const world = new World(two);
    const browser = world.browser();
    await browser.visit((session) => void Object.assign(session, { a: 1, b: 2 }));
    const before = Object.assign(new World({ ...one, store: world.store }).browser(), {
      cookie: browser.cookie,
    });
    await before.visit((session) => session.login("alice", { keep: ["a"] }));
    browser.cookie = before.cookie;
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ a: 1 });
  });

  it("and none where nothing of the visitor's is kept: what is there then is its own", async () => {
    const world = new World(two);
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    const before = Object.assign(new World({ ...one, store: world.store }).browser(), {
      cookie: browser.cookie,
    });
    await before.visit((session) => session.login("alice", { data: { a: 1 } }));
    browser.cookie = before.cookie;
    expect(await browser.visit((session) => session["a"])).toBe(100);
  });

  it("counts what it does not show: maxBytes is for the whole record", async () => {
    const { later, visitor } = await deployed({ big: "x".repeat(600) }, { maxBytes: 1000 });
    const text = z.object({ text: z.string().optional() });
    const request = await visitor(later({ schema: text, maxBytes: 1000 })).begin();
    request.session["text"] = "y".repeat(600);
    await expect(request.end()).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});

describe("data of two requests that do not fit together", () => {
  const schema = z
    .object({ a: z.number().optional(), b: z.number().optional(), c: z.number().optional() })
    .refine(({ a, b }) => a === undefined || b === undefined);

  it.each(["save", "update", "rotate"] as const)(
    "%s fails, and what is saved then undoes nothing of the other's",
    async (verb) => {
      const { later, visitor, stored, old } = await deployed({ c: 1 });
      const browser = visitor(later({ schema }));
      const request = await browser.begin();
      const { session } = request;
      session["a"] = 1;
      await old.visit((other) => void Object.assign(other, { b: 2, c: 3 }));
      const act = {
        save: () => session.save(),
        update: () => session.update((data) => void (data["c"] = 4)),
        rotate: () => session.rotate(),
      }[verb];
      await expect(act()).rejects.toMatchObject({ code: "DATA_MISFIT" });
      delete session["a"];
      await request.end();
      expect(stored()).toMatchObject({ b: "2", c: "3" });
      expect(await browser.visit(({ userId }) => userId)).toBe("alice");
    },
  );
});
