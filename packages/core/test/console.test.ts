import { createSessions, type SessionEvent, warnOnConsole } from "@sess/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Browser as TestBrowser } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";

let lines: unknown[] = [];

beforeEach(() => {
  lines = [];
  vi.spyOn(console, "warn").mockImplementation((line) => void lines.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const failed = (error: unknown): SessionEvent => ({ type: "store_failed", operation: "read", error });
const SAID_ONCE = " (Said once. Pass onEvent to hear of every event.)";

describe("the default listener", () => {
  it.each([
    ["userId", "[sess] session.userId was not set: only session.login(userId) sets it."],
    ["save", "[sess] session.save was not set: that name is the session's own."],
    ["__proto__", "[sess] session.__proto__ was not set: that name is the session's own."],
  ])("says that %s was not set", async (key, line) => {
    const sessions = createSessions({ store: new MapStore() });
    await new TestBrowser(sessions).visit((session) => void Reflect.set(session, key, "alice"));
    expect(lines).toEqual([line + SAID_ONCE]);
  });

  it("never shows the value that was not set (T-07)", async () => {
    const sessions = createSessions({ store: new MapStore() });
    await new TestBrowser(sessions).visit((session) => void Reflect.set(session, "userId", "a secret"));
    expect(lines.join()).not.toContain("a secret");
  });

  it.each([
    [new Error("down"), "Error: down."],
    [new Error("down."), "Error: down."],
    [new Error("down..."), "Error: down..."],
    [undefined, "undefined."],
  ])("ends its sentence once, whatever the store's error says: %s", (error, end) => {
    warnOnConsole()(failed(error));
    warnOnConsole()({ type: "save_failed", id: "x", error });
    expect(lines).toEqual([
      `[sess] The session store failed at read: ${end}${SAID_ONCE}`,
      `[sess] Changes made after the response's head could not be saved: ${end}${SAID_ONCE}`,
    ]);
  });

  it.each([
    ["unprotected", "test", 0],
    ["unprotected", "development", 1],
    ["unprotected", "", 1],
    ["withheld", "test", 1],
  ] as const)("plain HTTP, a cookie that is %s, NODE_ENV=%j: %i lines", (cookie, environment, count) => {
    vi.stubEnv("NODE_ENV", environment);
    warnOnConsole()({ type: "insecure_transport", cookie, advice: "Use TLS." });
    expect(lines).toHaveLength(count);
  });

  it("goes along with a listener of the app's own, and counts by itself", () => {
    const [first, second] = [warnOnConsole(), warnOnConsole()];
    first(failed(1));
    first(failed(2));
    second(failed(3));
    expect(lines).toEqual([expect.stringContaining("read: 1."), expect.stringContaining("read: 3.")]);
  });
});
