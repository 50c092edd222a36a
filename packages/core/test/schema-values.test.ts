import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createSessions, type DataSchema } from "@sess/core";
import { World } from "./support/browser.js";
import { deployed } from "./support/deployed.js";
import { ImportWorld } from "./support/import-world.js";
import { MapStore } from "./support/map-store.js";

const theme = z.object({ theme: z.string().optional() });

describe("what a schema makes", () => {
  it.each<[string, DataSchema]>([
    ["default", z.object({ prefs: z.object({ tags: z.array(z.string()) }).default({ tags: [] }) })],
    ["catch", z.object({ prefs: z.object({ tags: z.array(z.string()) }).catch({ tags: [] }) })],
    ["optional", v.object({ prefs: v.optional(v.any(), { tags: [] }) })],
  ])("of nothing, by %s, is no other user's", async (_, schema) => {
    const { later, visitor } = await deployed({});
    const world = later({ schema });
    const tagsOf = (data: object): string[] => (data as { prefs: { tags: string[] } }).prefs.tags;
    await visitor(world).visit((session) => void tagsOf(session).push("alice's"));
    await world.browser().visit((session) => session.update((data) => void tagsOf(data).push("a visitor's")));
    const browser = world.browser();
    await browser.visit((session) => session.login("bob"));
    expect(await browser.visit((session) => session["prefs"])).toEqual({ tags: [] });
  });

  it("may be frozen, or of a class: update can change it", async () => {
    class Shown {
      [name: string]: unknown;
    }
    const schemas: DataSchema[] = [
      theme.readonly(),
      theme.transform((data) => Object.assign(new Shown(), data)),
    ];
    for (const schema of schemas) {
      const browser = new World({ schema }).browser();
      await browser.visit((session) => session.login("alice"));
      await browser.visit((session) => session.update((data) => void (data["theme"] = "dark")));
      expect(await browser.visit((session) => ({ ...session }))).toEqual({ theme: "dark" });
    }
  });

  it("by an upgrade that changes objects in place is written", async () => {
    const { later, visitor, record } = await deployed({ cart: [{ price: 1 }] });
    const upgrade = (old: Record<string, unknown>): object => {
      for (const item of old["cart"] as { price: number }[]) item.price *= 100;
      return old;
    };
    const schema = z.object({ cart: z.any().optional(), theme: z.string().optional() });
    await visitor(later({ schema, dataVersion: 2, upgrade })).visit(
      (session) => void (session["theme"] = "dark"),
    );
    expect(record()).toEqual({ cart: '[{"price":100}]', theme: '"dark"', $data: "2" });
  });

  it("of nothing alone begins no session", async () => {
    const world = new World({ schema: z.object({ cart: z.array(z.string()).default([]) }) });
    const browser = world.browser();
    expect(await browser.visit((session) => session.update((data) => data["cart"]))).toEqual([]);
    expect(world.store.records.size).toBe(0);
  });

  it.each([undefined, null, 1, [[]]])("must be an object, and not %j", (value) => {
    const schema = { "~standard": { version: 1, vendor: "test", validate: () => ({ value }) } };
    expect(() => createSessions({ store: new MapStore(), schema: schema as unknown as DataSchema })).toThrow(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringContaining("schema") as string,
      }),
    );
  });
});

describe("flash messages", () => {
  it("need not be named by a schema, and it may be strict", async () => {
    for (const schema of [theme, z.strictObject({ theme: z.string().optional() })]) {
      const browser = new World({ schema }).browser();
      await browser.visit((session) => session.addFlash("info", "Saved."));
      expect(await browser.visit((session) => session.takeFlash("info"))).toEqual(["Saved."]);
    }
  });

  it("outlive an upgrade that does not know them", async () => {
    const { later, visitor } = await deployed({ _flash: [["info", "Saved."]] });
    const browser = visitor(later({ schema: theme, upgrade: () => ({ theme: "dark" }) }));
    await browser.visit((session) => session.rotate());
    expect(await browser.visit((session) => session.takeFlash("info"))).toEqual(["Saved."]);
  });
});

describe("a session of another library", () => {
  const since = "2026-01-01T00:00:00.000Z";
  const dated = z.object({ since: z.coerce.date().optional() });

  it("is shown as the schema has it, from its first request on; what it does not name stays", async () => {
    const world = new ImportWorld({ schema: dated });
    const request = await world.ask(world.alice({ since }));
    expect({ ...request.session }).toEqual({ since: new Date(since) });
    expect(await request.browser.visit((session) => ({ ...session }))).toEqual({ since: new Date(since) });
    expect([...world.store.records.values()].map(({ fields }) => fields["user"])).toContain('"alice"');
  });

  it("is upgraded from version 0", async () => {
    const upgrade = ({ day }: Record<string, unknown>, from: number): object | undefined =>
      from === 0 ? { since: new Date(String(day)) } : undefined;
    const world = new ImportWorld({ schema: dated, upgrade });
    const { session } = await world.ask(world.alice({ day: "2026-01-01" }));
    expect({ ...session }).toEqual({ since: new Date(since) });
  });

  it("stays where it is when it does not fit", async () => {
    const world = new ImportWorld({ schema: dated });
    expect(await world.userOf(world.alice({ since: "never" }))).toBeUndefined();
    expect(world.old.records.size).toBe(1);
    expect(world.typesOfEvents()).toEqual(["data_misfit", "import_refused"]);
  });

  it("and when its upgrade makes it too large", async () => {
    const schema = z.object({ text: z.string().optional() });
    const world = new ImportWorld({
      schema,
      maxBytes: 1000,
      upgrade: () => ({ text: "x".repeat(1000) }),
    });
    expect(await world.userOf(world.alice())).toBeUndefined();
    expect(world.typesOfEvents()).toEqual(["import_refused"]);
  });
});
