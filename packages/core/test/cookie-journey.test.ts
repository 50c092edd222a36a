import type { SessionOptions } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TestRequest, World } from "./support/browser.js";
import { BrowserModel } from "./support/browser-model.js";
import { placeAt } from "./support/browser-rules.js";
import { cookieOptions } from "./support/cookie-policies.js";
import { runs } from "./support/runs.js";

const PLACE = placeAt("app.example.com");
const KEYS = ["0123456789abcdefghijklmnopqrstuv", "vutsrqponmlkjihgfedcba9876543210"];

const options: fc.Arbitrary<Partial<SessionOptions>> = fc.record({
  cookie: cookieOptions,
  keys: fc.subarray(KEYS),
  preset: fc.constantFrom("standard", "high", "consumer"),
});

/** A user's browser and our server: lines go one way, headers the other. */
class Journey {
  readonly world: World;
  readonly browser: BrowserModel;
  readonly #https: boolean;

  constructor(given: Partial<SessionOptions>, https: boolean) {
    this.world = new World(given);
    this.browser = new BrowserModel(() => this.world.now);
    this.#https = https;
  }

  async visit<T>(act: (request: TestRequest) => T | Promise<T>): Promise<T> {
    const place = { ...PLACE, https: this.#https };
    const header = this.browser.header(place);
    const visitor = this.world.browser(this.#https);
    const request = await visitor.begin(header === "" ? undefined : header);
    const result = await act(request);
    await request.end();
    for (const line of request.setCookies) expect(this.browser.set(line, place)).toBe("taken");
    return result;
  }
}

describe("a session in a browser that keeps to RFC 6265bis", () => {
  it("goes from login to logout, and leaves no cookie (SESS-02, SESS-06)", async () => {
    await fc.assert(
      fc.asyncProperty(options, fc.boolean(), async (given, https) => {
        const journey = new Journey(given, https);
        const { world, browser } = journey;
        await journey.visit(({ session }) => void session.userId);
        expect(browser.cookies).toEqual([]);
        await journey.visit(({ session }) => void (session["cart"] = 1));
        const [anonymous] = browser.cookies;
        await journey.visit(({ session }) => session.login("alice"));
        const [cookie] = browser.cookies;
        expect(browser.cookies).toHaveLength(1);
        expect(cookie?.value).not.toBe(anonymous?.value);

        // The cookie's own end is the absolute deadline, to the second; or that of the browser.
        const persistent = given.cookie?.persistent ?? given.preset === "consumer";
        const { createdAt } = await journey.visit(({ session }) => session);
        const life = given.preset === "consumer" ? 30 * 24 : 8;
        expect(cookie?.expiresAt).toBe(persistent ? createdAt.getTime() + life * 3_600_000 : undefined);

        world.now += 299_000;
        expect(await journey.visit(({ session }) => session.userId)).toBe("alice");
        await journey.visit(({ session }) => session.rotate());
        expect(await journey.visit(({ session }) => session.userId)).toBe("alice");
        expect(browser.cookies).toHaveLength(1);
        await journey.visit(({ session }) => session.logout());
        expect(browser.cookies).toEqual([]);
        expect(world.store.records.size).toBe(0);
        const troubles = world
          .typesOfEvents()
          .filter((type) => /refused|unknown|ambiguous|invalid/.test(type));
        expect(troubles).toEqual([]);
      }),
      runs(150),
    );
  });
});
