import type { SessionOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { type Browser, World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The store never expires anything: what ends here is ended by core. */
function eternalWorld(options: Partial<SessionOptions> = {}, records = new MapStore(() => -Infinity)): World {
  return new World({ store: records, ...options });
}

async function signedIn(world: World): Promise<Browser> {
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  return browser;
}

const userOf = (browser: Browser): Promise<string | undefined> => browser.visit((session) => session.userId);

describe("the idle deadline (7.3.1, N-08, SM-15, SM-16, SESS-07)", () => {
  it.each([
    ["standard", 30 * MINUTE],
    ["high", 5 * MINUTE],
    ["consumer", 14 * DAY],
  ] as const)("%s: one millisecond before it the session lives, at it it is dead", async (preset, idle) => {
    for (const [after, user] of [
      [idle - 1, "alice"],
      [idle, undefined],
    ] as const) {
      const world = eternalWorld({ preset });
      const browser = await signedIn(world);
      const id = await browser.visit((session) => session.id);
      world.now += after;
      expect(await userOf(browser)).toBe(user);
      const expired = world.events.filter(({ type }) => type === "expired");
      expect(expired).toEqual(user === undefined ? [{ type: "expired", id, reason: "idle" }] : []);
    }
  });

  it("moves with every request that comes an interval later", async () => {
    const world = eternalWorld();
    const browser = await signedIn(world);
    for (let request = 0; request < 15; request++) {
      world.now += 29 * MINUTE;
      expect(await userOf(browser)).toBe("alice");
    }
  });

  it("is what expiresAt tells", async () => {
    const world = eternalWorld();
    const browser = await signedIn(world);
    world.now += MINUTE;
    const expiresAt = await browser.visit((session) => session.expiresAt.getTime());
    expect(expiresAt).toBe(world.now + 30 * MINUTE);
  });
});

describe("the absolute deadline (7.3.2, N-14, N-08, SESS-07)", () => {
  it("is not moved by 1000 requests with touches, writes and rotations (V-05)", async () => {
    const world = eternalWorld();
    const browser = await signedIn(world);
    const start = world.now;
    const step = Math.floor((8 * HOUR) / 1001);
    for (let request = 1; request <= 1000; request++) {
      world.now = start + request * step;
      await browser.visit(async (session) => {
        if (request % 3 === 0) session["n"] = request;
        if (request % 5 === 0) await session.touch();
        if (request % 7 === 0) await session.rotate();
        if (request % 11 === 0) await session.update((data) => void (data["m"] = request));
      });
    }
    world.now = start + 8 * HOUR - 1;
    const id = await browser.visit((session) => (expect(session.userId).toBe("alice"), session.id));
    expect(await browser.visit((session) => session.expiresAt.getTime())).toBe(start + 8 * HOUR);
    world.now = start + 8 * HOUR;
    expect(await userOf(browser)).toBeUndefined();
    expect(world.events.at(-1)).toEqual({ type: "expired", id, reason: "absolute" });
  });

  it("is moved by a login, also by the same user's", async () => {
    const world = eternalWorld({ idleSeconds: 8 * 3600 });
    const browser = await signedIn(world);
    world.now += 7 * HOUR;
    await browser.visit((session) => session.login("alice"));
    world.now += 8 * HOUR - 1;
    expect(await userOf(browser)).toBe("alice");
    world.now += 1;
    expect(await userOf(browser)).toBeUndefined();
  });

  it("counts for a session without a user from its first request", async () => {
    const world = eternalWorld({ idleSeconds: 8 * 3600 });
    const browser = world.browser();
    await browser.visit((session) => void (session["a"] = 1));
    world.now += 8 * HOUR - 1;
    expect(await browser.visit((session) => session.isNew)).toBe(false);
    world.now += 1;
    expect(await browser.visit((session) => session.isNew)).toBe(true);
  });
});

describe("the interval of touches (D-08)", () => {
  it.each([
    ["a tenth of the idle time", 100, 10 * SECOND],
    ["a minute at most", 30 * 60, MINUTE],
    ["a second at least", 5, SECOND],
  ])("is %s: no store call before, one at it, none right after", async (_, idleSeconds, interval) => {
    const world = new World({ idleSeconds });
    const browser = await signedIn(world);
    world.now += interval - 1;
    await userOf(browser);
    expect(world.store.count("patch")).toBe(0);
    world.now += 1;
    await userOf(browser);
    await userOf(browser);
    expect(world.store.count("patch")).toBe(1);
    expect(world.store.calls.find(([name]) => name === "patch")?.[2]).toEqual({
      expiresAt: world.now + idleSeconds * SECOND,
    });
  });

  it("holds near the absolute deadline, too: who was seen when is still known", async () => {
    const world = new World({ idleSeconds: 100, absoluteSeconds: 100 });
    const browser = await signedIn(world);
    world.now += 50 * SECOND;
    await userOf(browser);
    await userOf(browser);
    expect(world.store.count("patch")).toBe(1);
    world.now += 50 * SECOND;
    expect(await userOf(browser)).toBe(undefined);
  });

  it.each([
    [0, 9_999, false],
    [0, 10_000, true],
    [10_000, 0, true],
    [9_999, 0, false],
  ])("seen at %i, and now at %i: due %s, also after a step back", async (seenAt, now, due) => {
    const world = new World({ idleSeconds: 100 });
    const start = world.now;
    const browser = world.browser();
    world.now = start + seenAt;
    await browser.visit((session) => session.login("alice"));
    world.now = start + now;
    await userOf(browser);
    expect(world.store.count("patch")).toBe(due ? 1 : 0);
  });
});

describe("a new configuration", () => {
  it("that is stricter holds at once for the absolute limit, and from the next request for the idle one", async () => {
    const records = new MapStore(() => -Infinity);
    const before = eternalWorld({ preset: "consumer" }, records);
    const browser = await signedIn(before);
    const { cookie } = browser;
    for (const [days, user] of [
      [0.999, "alice"],
      [1, undefined],
    ] as const) {
      const after = eternalWorld({ idleSeconds: 3600, absoluteSeconds: 86_400 }, records);
      after.now = before.now + days * DAY;
      const visitor = after.browser();
      visitor.cookie = cookie;
      expect(await userOf(visitor)).toBe(user);
      const [record] = [...records.records.values()];
      // A thousandth of what the idle limit goes past the absolute one.
      const past = Math.floor((after.now + HOUR - (before.now + DAY)) / 1000);
      if (user) expect(record?.expiresAt).toBe(before.now + DAY + past);
    }
  });

  it("that is laxer holds for new logins only", async () => {
    const records = new MapStore(() => -Infinity);
    const before = eternalWorld({ idleSeconds: 3600, absoluteSeconds: 3600 }, records);
    const browser = await signedIn(before);
    const after = eternalWorld({ preset: "consumer" }, records);
    after.now = before.now + HOUR;
    const visitor = after.browser();
    visitor.cookie = browser.cookie;
    expect(await userOf(visitor)).toBeUndefined();
  });
});

describe("a clock that jumps (V-35, D-14, T-30)", () => {
  it("forward past a deadline ends the session for as long as it is so, back again it lives", async () => {
    const world = eternalWorld();
    const browser = await signedIn(world);
    world.now += HOUR;
    expect(await browser.visit((session) => session.isNew)).toBe(true);
    world.now -= HOUR;
    expect(await userOf(browser)).toBe("alice");
  });

  it.each([
    ["by a minute", 60_000, "alice"],
    ["by more", 60_001, undefined],
  ])(
    "back behind the session's beginning %s: a little is another server's clock, more is not believed",
    async (_, back, user) => {
      const world = eternalWorld();
      const browser = await signedIn(world);
      world.now -= back;
      expect(await userOf(browser)).toBe(user);
      expect(world.typesOfEvents().includes("record_invalid")).toBe(user === undefined);
      expect(world.events.at(-1)?.type === "record_invalid").toBe(user === undefined);
    },
  );

  it("back never lengthens: the deadline follows the clock that is asked", async () => {
    const world = eternalWorld();
    const browser = await signedIn(world);
    world.now += 2 * HOUR - 1; // Idle for longer than allowed, unless somebody had come.
    world.now -= 2 * HOUR - 1;
    world.now += 10 * MINUTE;
    await userOf(browser);
    world.now -= 5 * MINUTE;
    await userOf(browser);
    world.now += 30 * MINUTE;
    expect(await userOf(browser)).toBeUndefined();
  });

  it("a login on a server whose clock is behind does not make the session invalid", async () => {
    const world = eternalWorld();
    const browser = await signedIn(world);
    world.now -= 30 * SECOND;
    await browser.visit((session) => session.login("alice"));
    expect(await userOf(browser)).toBe("alice");
    expect(await browser.visit((session) => session.createdAt.getTime())).toBe(world.now);
  });
});

describe("the browser's copy (SM-08, C-04)", () => {
  it.each([
    ["standard", undefined, undefined],
    ["high", undefined, undefined],
    ["consumer", undefined, 30 * 86_400],
    ["consumer", false, undefined],
    ["standard", true, 8 * 3600],
  ] as const)("%s with persistent %s: Max-Age %s", async (preset, persistent, maxAge) => {
    const world = new World({ preset, cookie: persistent === undefined ? {} : { persistent } });
    const request = await world.browser().begin();
    await request.session.login("alice");
    await request.end();
    expect(/Max-Age=(\d+)/.exec(request.setCookies[0] ?? "")?.[1]).toBe(maxAge?.toString());
  });

  it("lives up to the absolute deadline, also after a rotation, and 400 days at most (C-05)", async () => {
    const world = new World({
      idleSeconds: 400 * 86_400,
      absoluteSeconds: 400 * 86_400,
      cookie: { persistent: true },
    });
    const browser = world.browser();
    const request = await browser.begin();
    await request.session.login("alice");
    await request.end();
    expect(request.setCookies[0]).toMatch(/; Max-Age=34560000$/);
    world.now += 10 * DAY + 1;
    const rotated = await browser.begin();
    await rotated.session.rotate();
    await rotated.end();
    expect(rotated.setCookies[0]).toMatch(/; Max-Age=33695999$/);
  });
});

it("the session's end is not told later than it is", async () => {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice"));
  world.now += 59_000; // not due to be touched
  const told = await browser.visit((session) => session.expiresAt.getTime());
  world.now = told - 1;
  expect(await userOf(browser)).toBe("alice");
});
