import { describe, expect, it } from "vitest";
import type { Codec, StoredRecord } from "@sess/core";
import { frozen, NearWorld, remembered } from "./support/near-world.js";

describe("one record for many requests", () => {
  /** JSON, with a count of what it was asked for. */
  function counting(): Codec & { decoded: string[] } {
    const decoded: string[] = [];
    return {
      decoded,
      encode: (value) => JSON.stringify(value),
      decode: (text) => (decoded.push(text), JSON.parse(text)),
    };
  }

  it("is decoded once; what can be changed in place is made anew for each", async () => {
    const codec = counting();
    const { browser } = await remembered(new NearWorld({ codec }));
    codec.decoded.length = 0;
    await browser.visit((session) => void session);
    expect(codec.decoded.splice(0)).toHaveLength(2);
    await browser.visit((session) => session["n"]);
    expect(codec.decoded.splice(0)).toEqual([]);
    await browser.visit((session) => [session["cart"], session["cart"]]);
    expect(codec.decoded.splice(0)).toEqual(['["a"]']);
  });

  it("is read each time when it is not frozen: it may change", async () => {
    const { world, browser, key } = await remembered(undefined, (record) => ({
      ...record,
      fields: { ...record.fields },
    }));
    expect(await browser.visit((session) => session["n"])).toBe(1);
    Object.assign(world.memory.records.get(key)!.fields, { n: "2" });
    expect(await browser.visit((session) => session["n"])).toBe(2);
  });

  it.each([
    ["the record", (record: StoredRecord) => ({ ...record, fields: Object.freeze({ ...record.fields }) })],
    ["its fields", (record: StoredRecord) => Object.freeze({ ...record, fields: { ...record.fields } })],
  ])("is read each time when %s is not frozen", async (_, keep) => {
    const codec = counting();
    const { browser } = await remembered(new NearWorld({ codec }), keep);
    codec.decoded.length = 0;
    await browser.visit((session) => void session);
    await browser.visit((session) => void session);
    expect(codec.decoded).toHaveLength(4);
  });

  it("is another when memory holds another", async () => {
    const { world, browser, key } = await remembered();
    await browser.visit((session) => session["n"]);
    const record = world.memory.records.get(key)!;
    world.memory.records.set(key, frozen({ ...record, fields: { ...record.fields, n: "2" } }));
    expect(await browser.visit((session) => session["n"])).toBe(2);
  });

  it("is not changed by what one of them does to its own values", async () => {
    const { world, browser, key } = await remembered();
    const [one, other] = [await browser.begin(), await browser.begin()];
    const late = await browser.begin();
    (one.session["cart"] as string[]).push("b");
    one.session["n"] = 2;
    one.session["new"] = true;
    expect({ ...other.session }).toEqual({ n: 1, cart: ["a"] });
    await one.end();
    expect({ ...late.session }).toEqual({ n: 1, cart: ["a"] });
    expect(world.memory.records.get(key)?.fields).toMatchObject({ n: "1", cart: '["a"]' });
    expect(world.store.calls).toHaveLength(1);
    expect(world.store.calls[0]).toMatchObject([
      "patch",
      key,
      { set: { n: "2", cart: '["a","b"]', new: "true" } },
    ]);
    await other.end();
    expect(world.store.calls, "the other one has changed nothing").toHaveLength(1);
  });

  it.each(["login", "rotate", "logout", "regenerate", "update", "reload", "save", "touch"] as const)(
    "%s in one of them is not seen in another",
    async (verb) => {
      const { browser } = await remembered();
      const [one, other] = [await browser.begin(), await browser.begin()];
      const before = { id: other.session.id, at: other.session.authenticatedAt, data: { ...other.session } };
      if (verb === "login") await one.session.login("bob", { data: { n: 9 } });
      else if (verb === "update") await one.session.update((data) => void (data["n"] = 9));
      else await one.session[verb]();
      await one.end();
      expect(other.session.userId).toBe("alice");
      expect({
        id: other.session.id,
        at: other.session.authenticatedAt,
        data: { ...other.session },
      }).toEqual(before);
    },
  );
});

describe("what memory says, and the store knows better", () => {
  it("a change of what has ended comes to nothing", async () => {
    const { world, browser, key } = await remembered();
    world.store.records.delete(key);
    await browser.visit((session) => void (session["n"] = 2));
    expect(world.typesOfEvents()).toContain("write_after_end");
    expect(world.store.records.has(key)).toBe(false);
  });

  it.each(["reload", "rotate", "update", "save"] as const)("%s of what has ended says so", async (verb) => {
    const { world, browser, key } = await remembered();
    world.store.records.delete(key);
    const { session } = await browser.begin();
    session["n"] = 2;
    const done = verb === "update" ? session.update((data) => void (data["m"] = 1)) : session[verb]();
    await expect(done).rejects.toMatchObject({ code: "SESSION_ENDED" });
  });

  it("a change of one field leaves alone what others have changed since", async () => {
    const { world, browser, key } = await remembered();
    await world.store.patch(key, { set: { cart: '["b"]', other: "1" } });
    await browser.visit((session) => void (session["n"] = 2));
    expect(world.store.records.get(key)?.fields).toMatchObject({ n: "2", cart: '["b"]', other: "1" });
  });

  it("update begins anew with what the store has", async () => {
    const { world, browser, key } = await remembered();
    await world.store.patch(key, { set: { n: "5" } });
    await browser.visit((session) => session.update((data) => void (data["n"] = Number(data["n"]) + 1)));
    expect(world.store.records.get(key)?.fields["n"]).toBe("6");
  });

  it("rotate takes along what the store has", async () => {
    const { world, browser, key } = await remembered();
    await world.store.patch(key, { set: { n: "5" } });
    await browser.visit((session) => session.rotate());
    world.memory.records.clear();
    expect(await browser.visit((session) => ({ ...session }))).toEqual({ n: 5, cart: ["a"] });
  });

  it("reload shows it", async () => {
    const { world, browser, key } = await remembered();
    await world.store.patch(key, { set: { n: "5", cart: '["b"]' } });
    const { session } = await browser.begin();
    await session.reload();
    expect({ ...session }).toEqual({ n: 5, cart: ["b"] });
  });
});
