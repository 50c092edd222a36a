import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";

describe("what an event quotes of a request's headers", () => {
  it.each([
    ["a line feed", "\r\n"],
    ["an escape sequence", "\x1b[2J"],
    ["NUL", "\0"],
    ["a control character of Latin-1", "\x85\x9b"],
    ["a line separator", "\u2028\u2029"],
    ["a quotation mark", '"'],
  ])("is short, in quotation marks, and on one line: %s (16.4.1)", async (_, odd) => {
    const world = new World();
    const text = `${odd}[sess] all is well${"x".repeat(5000)}`;
    const headers = { host: text, origin: text, "sec-fetch-site": text };
    await expect(world.browser().send({ method: "POST", headers })).rejects.toMatchObject({
      code: "CROSS_ORIGIN",
      message: expect.not.stringMatching(/\p{Cc}/u) as string,
    });
    const [event] = world.events;
    if (event?.type !== "cross_origin") throw new Error("no event");
    for (const quoted of [event.origin, event.site, event.host]) {
      expect(quoted).toMatch(/^"[^]*\[sess\] all is wellx+"$/);
      expect(quoted).not.toMatch(/[\p{Cc}\u2028\u2029]|[^\\]"./u);
      expect(quoted.length).toBeLessThan(120);
    }
  });

  it("so are a path, and a data key that is refused (16.4.1)", async () => {
    const world = new World();
    const odd = `\n[sess] all is well\x9b\u2028${"x".repeat(5000)}`;
    const headers = { "sec-fetch-site": "cross-site" };
    await world
      .browser()
      .send({ method: `POST${odd}`, path: `/${odd}`, headers })
      .catch(() => undefined);
    await world.browser().visit((session) => session.set(`\ud800${odd}`, 1));
    const told = world.events.flatMap((event) => {
      if (event.type === "cross_origin") return [event.path, event.method];
      return event.type === "key_refused" ? [event.key] : [];
    });
    expect(told).toHaveLength(3);
    for (const text of told) {
      expect(text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(text).toContain("[sess] all is well");
      expect(text.length).toBeLessThan(230);
    }
  });
});
