import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { HOSTILE_HEADERS } from "./support/hostile-headers.js";

describe("a request with a hostile Cookie header", () => {
  it.each(HOSTILE_HEADERS)(
    "%s: nobody, no look at the store, and a session of its own for who writes (11.2.5, SM-11, T-20, V-19)",
    async (_, header, expected = []) => {
      const world = new World();
      const owner = world.browser();
      await owner.visit((session) => session.login("alice"));
      const token = owner.cookie?.split("=")[1] ?? "";
      world.events.length = world.store.calls.length = 0;

      const request = await world.browser().begin(header(token));
      const { session } = request;
      expect({ ...session, userId: session.userId, isNew: session.isNew }).toEqual({
        userId: undefined,
        isNew: true,
      });
      const events = world.events.map((event) =>
        "reason" in event ? `${event.type} ${event.reason}` : event.type,
      );
      expect(events).toEqual(expected);
      session["form"] = 1;
      expect(world.store.calls).toEqual([]);
      await request.end();

      expect(world.store.calls.map(([operation]) => operation)).toEqual(["create"]);
      expect(request.setCookies).toHaveLength(1);
      expect(request.setCookies[0]).not.toContain(token);
      expect(await owner.visit(({ userId }) => userId)).toBe("alice");
    },
  );
});
