import { type } from "arktype";
import superjson from "superjson";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createSessions, type DataSchema } from "@sess/core";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";
import { deployed } from "./support/deployed.js";

/** The same shape, in the words of three libraries. */
const LIBRARIES: Readonly<Record<string, DataSchema>> = {
  zod: z.object({
    cart: z.array(z.string()).optional(),
    theme: z.enum(["light", "dark"]).default("light"),
    since: z.coerce.date().optional(),
  }),
  valibot: v.object({
    cart: v.optional(v.array(v.string())),
    theme: v.optional(v.picklist(["light", "dark"]), "light"),
    since: v.optional(
      v.pipe(
        v.union([v.string(), v.date()]),
        v.transform((value) => new Date(value)),
        v.date(),
      ),
    ),
  }),
  arktype: type({
    "cart?": "string[]",
    theme: "'light' | 'dark' = 'light'",
    "since?": "string.date.parse | Date",
    "+": "delete",
  }),
};

const SINCE = "2026-01-01T00:00:00.000Z";

describe.each(Object.entries(LIBRARIES))("a schema of %s", (_, schema) => {
  it("shows data as it makes them, with their defaults and types", async () => {
    const { later, visitor } = await deployed({ cart: ["a"], since: SINCE });
    const shown = await visitor(later({ schema })).visit((session) => ({ ...session }));
    expect(shown).toEqual({ cart: ["a"], since: new Date(SINCE), theme: "light" });
  });

  it("refuses what does not fit, says where, and keeps the value out of it", async () => {
    const { later, visitor, record } = await deployed({ cart: ["a", 4711], theme: "dark" });
    const world = later({ schema });
    const user = await visitor(world).visit((session) => session.userId);
    expect(user).toBeUndefined();
    expect(world.events).toContainEqual(
      expect.objectContaining({
        type: "data_misfit",
        fromVersion: 0,
        problems: ["session.cart[1]"],
        misfit: "refuse",
      }),
    );
    expect(JSON.stringify(world.events)).not.toContain("4711");
    expect(record()).toEqual({ cart: '["a",4711]', theme: '"dark"' });
  });

  it("does not let in what would not fit when it is read", async () => {
    const world = new World({ schema });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const request = await browser.begin();
    request.session["cart"] = [4711];
    const failure = await request.end().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "DATA_MISFIT", status: 500 });
    expect(String(failure)).toContain("session.cart[0]");
    expect(String(failure)).not.toContain("4711");
    expect(await browser.visit((session) => session["cart"])).toBeUndefined();
  });

  it("nor what it does not name, for that would not be seen again", async () => {
    const world = new World({ schema });
    const request = await world.browser().begin();
    request.session["crat"] = [];
    await expect(request.end()).rejects.toThrow(/session\.crat is not in it/);
  });

  it("takes its own output, and writes nothing when nothing changed", async () => {
    const { later, visitor, store, record } = await deployed({});
    const browser = visitor(later({ schema }));
    await browser.visit((session) => void (session["since"] = new Date(SINCE)));
    expect(record()).toMatchObject({ since: JSON.stringify(SINCE), theme: '"light"', $data: "1" });
    store.calls.length = 0;
    const since = await browser.visit((session) => session["since"]);
    expect(since).toEqual(new Date(SINCE));
    expect(store.count("patch")).toBe(0);
  });
});

const schema = z.object({
  first: z.string().optional(),
  last: z.string().optional(),
  since: z.coerce.date().optional(),
  cart: z.array(z.string()).default([]),
});

describe("the verbs, with a schema", () => {
  it("hand the same types to update, reload and login", async () => {
    const { later, visitor } = await deployed({ since: SINCE });
    const browser = visitor(later({ schema }));
    await browser.visit(async (session) => {
      const year = await session.update((data) => (data["since"] as Date).getUTCFullYear());
      expect(year).toBe(2026);
      await session.reload();
      expect(session["since"]).toEqual(new Date(SINCE));
      await session.login("alice");
      expect(session["since"]).toEqual(new Date(SINCE));
      await session.rotate();
      expect(session["since"]).toEqual(new Date(SINCE));
    });
  });

  it.each(["login", "update", "save", "rotate"] as const)("%s rejects with DATA_MISFIT", async (verb) => {
    const world = new World({ schema });
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    const request = await browser.begin();
    const { session } = request;
    const bad = { cart: [1] };
    const act = {
      login: () => session.login("alice", { data: bad }),
      update: () => session.update((data) => void Object.assign(data, bad)),
      save: () => (Object.assign(session, bad), session.save()),
      rotate: () => (Object.assign(session, bad), session.rotate()),
    }[verb];
    await expect(act()).rejects.toMatchObject({ code: "DATA_MISFIT" });
    expect(await browser.visit((later) => ({ user: later.userId, cart: later["cart"] }))).toEqual({
      user: "alice",
      cart: [],
    });
  });

  it("show an upgrade request the same", async () => {
    const { later, visitor } = await deployed({ since: SINCE });
    const world = later({ schema });
    const headers = { cookie: visitor(world).cookie ?? "", host: "a.test", origin: "https://a.test" };
    const loaded = await world.sessions.load({ headers });
    expect(loaded?.data).toEqual({ since: new Date(SINCE), cart: [] });
  });

  it("take a codec's own types", async () => {
    const codec = { encode: superjson.stringify, decode: superjson.parse };
    const dates = z.object({ since: z.date().optional(), seen: z.set(z.string()).optional() });
    const world = new World({ codec, schema: dates });
    const browser = world.browser();
    await browser.visit((session) =>
      session.login("alice", { data: { since: new Date(SINCE), seen: new Set("a") } }),
    );
    world.store.calls.length = 0;
    const shown = await browser.visit((session) => ({ ...session }));
    expect(shown).toEqual({ since: new Date(SINCE), seen: new Set("a") });
    expect(world.store.count("patch")).toBe(0);
  });
});

describe("the options beside a schema", () => {
  const build = (options: object) => () => createSessions({ store: new MapStore(), ...options });

  it.each([
    ["dataVersion", 0],
    ["dataVersion", 1.5],
    ["dataVersion", "2"],
    ["upgrade", {}],
    ["misfit", "drop"],
  ])("%s: %j is refused", (option, value) => {
    expect(build({ schema, [option]: value })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(option) as string }),
    );
  });

  it("a schema must fit an empty session", () => {
    expect(build({ schema: z.object({ cart: z.array(z.string()) }) })).toThrow(
      /schema refuses an empty session because of session\.cart\. .* optional/,
    );
  });

  it("and must not throw of one", () => {
    const cause = new Error("cart is missing");
    const validate = (): never => {
      throw cause;
    };
    const throwing = { "~standard": { version: 1, vendor: "test", validate } };
    expect(build({ schema: throwing })).toThrow(expect.objectContaining({ code: "INVALID_OPTION", cause }));
  });

  it("and must answer at once", () => {
    const slow = z.object({}).refine(() => Promise.resolve(true));
    const asynchronous = {
      "~standard": { version: 1, vendor: "test", validate: () => Promise.resolve({ value: {} }) },
    };
    expect(build({ schema: asynchronous })).toThrow(/schema is asynchronous/);
    expect(build({ schema: slow })).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it("may be asynchronous for some data alone: those do not fit", async () => {
    const late = {
      "~standard": {
        version: 1,
        vendor: "test",
        validate: (data: object) => ("cart" in data ? Promise.reject(new Error("late")) : { value: data }),
      },
    } as DataSchema;
    const { later, visitor } = await deployed({ cart: [] });
    const world = later({ schema: late });
    expect(await visitor(world).visit((session) => session.userId)).toBeUndefined();
    expect(world.events).toContainEqual(
      expect.objectContaining({
        type: "data_misfit",
        error: expect.objectContaining({ code: "INVALID_OPTION" }) as object,
      }),
    );
  });
});
