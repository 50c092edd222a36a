import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";

describe("what an event quotes of a request's headers", () => {
  it.each([
    ["a line feed", "\r\n"],
    ["an escape sequence", "\x1b[2J"],
    ["NUL", "\0"],
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
    const quoted = JSON.stringify(text.slice(0, 100));
    expect(event).toMatchObject({ type: "cross_origin", origin: quoted, site: quoted, host: quoted });
  });
});
