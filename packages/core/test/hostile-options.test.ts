import { createSessions, type SessionOptions } from "@sess/core";
import { afterEach, describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";
import { ODD, OPTIONS, withOption } from "./support/odd-options.js";

const SECRET = "0123456789abcdefghijklmnopqrstuv";

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe("options of every wrong kind (T-32, V-10, T-16)", () => {
  const table = OPTIONS.flatMap(([option, takes]) =>
    ODD.filter(([what]) => !takes.includes(what)).map(([what, value]) => ({ option, what, value })),
  );

  it.each(table)("$option that is $what is refused by its name", ({ option, value }) => {
    expect(() => createSessions(withOption(option, value))).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(option) as string }),
    );
  });

  it("the table's options are good without it", () => {
    expect(() => createSessions(withOption("cookie.name", "sid"))).not.toThrow();
  });

  it.each(["constructor", "prototype", "__proto__", "toString", "valueOf", "", "Store", "cookie.name"])(
    "an option called %j is refused by its name, in the cookie too",
    (name) => {
      const own = (): object => Object.defineProperty({}, name, { value: 1, enumerable: true });
      for (const options of [
        Object.assign(own(), { store: new MapStore() }),
        { store: new MapStore(), cookie: own() },
      ])
        expect(() => createSessions(options)).toThrow(`has no option "${name}"`);
    },
  );

  it.each(OPTIONS.map(([option]) => option).filter((option) => !option.includes(".")))(
    "%s behind a getter that throws: its error comes out, and no manager",
    (option) => {
      const error = new Error("getter");
      const get = (): never => {
        throw error;
      };
      const options = Object.defineProperty({ store: new MapStore() }, option, { get, enumerable: true });
      expect(() => createSessions(options)).toThrow(error);
    },
  );

  it("options that are inherited are checked as well", () => {
    const inherited = (options: object): SessionOptions =>
      Object.assign(Object.create(options) as object, { store: new MapStore() });
    expect(() => createSessions(inherited({ idleSeconds: NaN }))).toThrow("idleSeconds");
    expect(() => createSessions(inherited({ cookie: Object.create({ name: "a b" }) as object }))).toThrow(
      "cookie.name",
    );
  });

  it.each([
    ["name", "x; Domain=evil.example"],
    ["domain", "evil.example; Path=/x"],
    ["sameSite", "None"],
  ])("a cookie's %s that changes after the check does not reach the line (V-10)", async (option, later) => {
    const good: Record<string, string> = { name: "sid", domain: "example.com", sameSite: "lax" };
    for (let turn = 0; turn < 6; turn++) {
      let reads = 0;
      const get = (): unknown => (reads++ === turn ? later : good[option]);
      const cookie = Object.defineProperty({}, option, { get, enumerable: true });
      const world = worldOf({ cookie });
      if (world === undefined) continue; // It was seen at the check.
      const request = await world.browser().begin();
      await request.session.login("alice");
      await request.end();
      expect(request.setCookies[0]).not.toContain(later);
    }
  });

  it("what the app does to its options later changes nothing", async () => {
    const bytes = new TextEncoder().encode(SECRET);
    const options = { keys: [bytes], cookie: { name: "app" }, idleSeconds: 600 };
    const world = new World(options);
    const browser = world.browser();
    await browser.visit((session) => session.login("alice"));
    bytes.fill(0);
    options.keys.length = 0;
    options.cookie.name = "x; Domain=evil.example";
    options.idleSeconds = NaN;
    expect(await browser.visit((session) => session.userId)).toBe("alice");
    expect(browser.cookie).toMatch(/^__Host-Http-app=/);
    world.now += 600_000;
    expect(await browser.visit((session) => session.userId)).toBeUndefined();
  });

  it("options without a prototype, and frozen ones, are as good as others", () => {
    const options = Object.assign(Object.create(null) as object, {
      store: Object.freeze(new MapStore()),
      cookie: Object.freeze(Object.create(null) as object),
      keys: Object.freeze([SECRET]),
    });
    expect(() => createSessions(Object.freeze(options))).not.toThrow();
  });
});

function worldOf(options: Partial<SessionOptions>): World | undefined {
  try {
    return new World(options);
  } catch {
    return undefined;
  }
}
