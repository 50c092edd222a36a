import { fakeClock, signIn } from "@sess/testing";
import { memoryStore } from "@sess/store-memory";
import { webSession } from "@sess/web";
import { describe, expect, it } from "vitest";
import { sessionsFor } from "./support/apps.js";

describe("fakeClock", () => {
  it("begins now or when it is told, and stands still until it is moved", () => {
    const before = Date.now();
    expect(fakeClock().now()).toBeGreaterThanOrEqual(before);
    const clock = fakeClock(new Date("2030-01-01T00:00:00Z"));
    const start = clock.now();
    expect(new Date(start).toISOString()).toBe("2030-01-01T00:00:00.000Z");
    clock.advance(1.5);
    clock.advance(0);
    expect(clock.now()).toBe(start + 1500);
  });

  it("ends a session when its idle limit has passed, and not a millisecond before", async () => {
    const clock = fakeClock();
    const sessions = sessionsFor({ clock, store: memoryStore({ clock }), idleSeconds: 600 });
    const handler = webSession(sessions)((req) => {
      return new Response(sessions.from(req, { touch: false }).userId ?? "nobody");
    });
    const { header: cookie } = await signIn(sessions, "alice");
    const who = async (): Promise<string> =>
      (await handler(new Request("http://localhost/", { headers: { cookie } }))).text();
    clock.advance(599.999);
    expect(await who()).toBe("alice");
    clock.advance(0.001);
    expect(await who()).toBe("nobody");
  });

  it("refuses what is no time", () => {
    expect(() => fakeClock(new Date("soon"))).toThrow("no valid date");
    for (const seconds of [-1, NaN, Infinity])
      expect(() => fakeClock().advance(seconds)).toThrow("0 or more");
  });
});
