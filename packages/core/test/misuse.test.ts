import { createSessions, csrfCheck, loginCheck, type SessionOptions } from "@sess/core";
import { describe, expect, it, vi } from "vitest";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";

function messageFor(options: object): string {
  try {
    createSessions(options as SessionOptions);
  } catch (error) {
    expect(error).toMatchObject({ name: "SessionError", code: "INVALID_OPTION" });
    return (error as Error).message;
  }
  throw new Error("createSessions took it");
}

describe("the store", () => {
  it("must be there: the message names one", () => {
    expect(messageFor({})).toContain("memoryStore()");
  });

  it.each([
    [
      "an express-session store",
      { get: () => 1, set: () => 1, destroy: () => 1, touch: () => 1 },
      "store.create is missing",
    ],
    ["a Map", new Map(), "store.create is missing"],
    ["a store without delete", Object.assign(new MapStore(), { delete: 1 }), "store.delete is the number 1"],
    ["a factory that was not called", () => new MapStore(), "store is a function; it must be an object"],
    ["a promise of one", Promise.resolve(new MapStore()), "store.create is missing"],
    ["null", null, "store is null"],
  ])("%s is refused with what is wrong", (_, store, message) => {
    expect(messageFor({ store })).toContain(message);
  });
});

describe("what is missing", () => {
  it("from() without the middleware says what to install (V-27, T-28)", () => {
    for (const request of [{}, "request", null, undefined]) {
      expect(() => new World().sessions.from(request as object)).toThrow(
        expect.objectContaining({
          code: "NOT_INSTALLED",
          status: 500,
          message: expect.stringContaining("middleware") as string,
        }),
      );
    }
  });

  it("from() and find() give what open() began, to the manager that began it", async () => {
    const world = new World();
    const request = await world.browser().begin();
    expect(world.sessions.from(request)).toBe(request.session);
    expect(world.sessions.find(request)).toBe(request.handle);
    expect(world.sessions.find({})).toBeUndefined();
    expect(new World().sessions.find(request)).toBeUndefined();
  });

  it("loginCheck tells a missing session from a missing login", async () => {
    const check = loginCheck();
    const request = {};
    expect(check({ request, session: undefined })).toMatchObject({ code: "NOT_INSTALLED", status: 500 });
    expect(check({ request, session: {} })).toMatchObject({ code: "NOT_INSTALLED" });
    const { session } = await new World().browser().begin();
    expect(check({ request, session })).toMatchObject({ code: "LOGIN_REQUIRED", status: 401 });
    await session.login("alice");
    expect(check({ request, session })).toBeUndefined();
  });

  it("close() closes a store that can be", async () => {
    const close = vi.fn(() => Promise.resolve());
    await new World({}, (store) => Object.assign(store, { close })).sessions.close();
    expect(close).toHaveBeenCalledOnce();
  });
});

it.each([null, 5, "x"])("wrong options of the routes' checks throw where they are written: %j", (options) => {
  expect(() => loginCheck(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  expect(() => csrfCheck(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});
