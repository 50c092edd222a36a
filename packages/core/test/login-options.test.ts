import type { LoginOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { type Browser, World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";
import { SignedIn, userOf } from "./support/signed-in.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The store never expires anything: what ends here is ended by core. */
async function signedIn(options?: LoginOptions): Promise<[World, Browser]> {
  const world = new World({ store: new MapStore(() => -Infinity) });
  const browser = world.browser();
  await browser.visit((session) => session.login("alice", options ?? {}));
  return [world, browser];
}

describe("notAfter (7.6.1, N-19)", () => {
  it("ends the session when the identity provider's does", async () => {
    const world = new World({ store: new MapStore(() => -Infinity) });
    const browser = world.browser();
    const notAfter = new Date(world.now + 20 * MINUTE);
    await browser.visit((session) => session.login("alice", { notAfter }));
    expect(await browser.visit((session) => session.expiresAt)).toEqual(notAfter);
    world.now += 10 * MINUTE;
    await browser.visit((session) => session.rotate());
    world.now += 10 * MINUTE - 1;
    expect(await userOf(browser)).toBe("alice");
    world.now += 1;
    expect(await userOf(browser)).toBeUndefined();
    expect(world.events.at(-1)).toMatchObject({ type: "expired", reason: "absolute" });
  });

  it("never makes a session longer than the policy does", async () => {
    const notAfter = new Date(Date.UTC(2030, 0, 1));
    const [world, browser] = await signedIn({ notAfter });
    for (let hours = 0; hours < 16; hours++) {
      world.now += 29 * MINUTE;
      await userOf(browser);
    }
    world.now = Date.UTC(2026, 0, 1) + 8 * HOUR;
    expect(await userOf(browser)).toBeUndefined();
  });

  it("is a Date in the future", async () => {
    const { session } = await new World().browser().begin();
    for (const notAfter of [new Date(0), new Date(NaN), Date.UTC(2026, 0, 2), "2027-01-01", null])
      await expect(session.login("alice", { notAfter } as LoginOptions)).rejects.toThrow("login notAfter");
  });
});

describe("the assurance level (N-05, 7.5.3)", () => {
  const levelAt = (browser: Browser): Promise<unknown> => browser.visit((session) => session.assuranceLevel);

  it("is 1 unless the login says more, and none while nobody is signed in", async () => {
    const [world, browser] = await signedIn();
    expect(await levelAt(browser)).toBe(1);
    expect(await levelAt(world.browser())).toBeUndefined();
    await browser.visit((session) => session.login("alice", { level: 3 }));
    expect(await levelAt(browser)).toBe(3);
    expect(world.events.at(-1)).toMatchObject({ type: "login", level: 3 });
  });

  it("is that of the last proof: a password does not keep what a key has shown", async () => {
    const [, browser] = await signedIn({ level: 3 });
    await browser.visit((session) => session.rotate());
    expect(await levelAt(browser)).toBe(3);
    await browser.visit((session) => session.login("alice"));
    expect(await levelAt(browser)).toBe(1);
  });

  it("falls back by itself to the one before", async () => {
    for (const before of [1, 2] as const) {
      const [world, browser] = await signedIn({ level: before });
      await browser.visit((session) => session.login("alice", { level: 3, levelSeconds: 300 }));
      world.now += 5 * MINUTE - 1;
      await browser.visit((session) => session.rotate());
      expect(await levelAt(browser)).toBe(3);
      world.now += 1;
      expect(await levelAt(browser)).toBe(before);
    }
  });

  it("falls back to nothing that another user has shown, nor to more than was shown now", async () => {
    const [world, browser] = await signedIn({ level: 3 });
    await browser.visit((session) => session.login("bob", { level: 2, levelSeconds: 60 }));
    world.now += MINUTE;
    expect(await levelAt(browser)).toBe(1);
    await browser.visit((session) => session.login("bob", { level: 3 }));
    await browser.visit((session) => session.login("bob", { level: 2, levelSeconds: 60 }));
    world.now += MINUTE;
    expect(await levelAt(browser)).toBe(2);
  });

  it.each([{ level: 0 }, { level: 4 }, { level: "2" }, { level: 2, levelSeconds: 0 }, { levelSeconds: 1e9 }])(
    "%j throws, and changes nothing",
    async (options) => {
      const [, browser] = await signedIn({ level: 2 });
      const { session } = await browser.begin();
      await expect(session.login("alice", options as LoginOptions)).rejects.toMatchObject({
        code: "INVALID_OPTION",
      });
      expect(await levelAt(browser)).toBe(2);
    },
  );
});

describe("session.requireLogin (7.5.1, SM-19)", () => {
  const outcome = (
    browser: Browser,
    demand?: { maxAgeSeconds?: number; level?: 1 | 2 | 3 },
  ): Promise<unknown> =>
    browser.visit((session) => {
      try {
        return session.requireLogin(demand);
      } catch (error) {
        expect(error).toMatchObject({ name: "SessionError", status: 401, expose: true });
        return (error as { code: string }).code;
      }
    });

  it("returns who is signed in, or throws 401", async () => {
    const [world, browser] = await signedIn();
    expect(await outcome(browser)).toBe("alice");
    expect(await outcome(world.browser())).toBe("LOGIN_REQUIRED");
  });

  it("maxAgeSeconds looks at the last login: requests and rotations do not renew it", async () => {
    const [world, browser] = await signedIn();
    for (let minutes = 0; minutes < 5; minutes++) {
      expect(await outcome(browser, { maxAgeSeconds: 300 })).toBe("alice");
      world.now += MINUTE;
      await browser.visit(async (session) => (await session.rotate(), session.touch()));
    }
    expect(await outcome(browser, { maxAgeSeconds: 300 })).toBe("alice");
    world.now += 1;
    expect(await outcome(browser, { maxAgeSeconds: 300 })).toBe("LOGIN_TOO_OLD");
    await browser.visit((session) => session.login("alice"));
    expect(await outcome(browser, { maxAgeSeconds: 300 })).toBe("alice");
  });

  it("level looks at what was proved", async () => {
    const [world, browser] = await signedIn();
    expect(await outcome(browser, { level: 2 })).toBe("LEVEL_TOO_LOW");
    await browser.visit((session) => session.login("alice", { level: 2, levelSeconds: 60 }));
    expect(await outcome(browser, { level: 2 })).toBe("alice");
    expect(await outcome(browser, { level: 3 })).toBe("LEVEL_TOO_LOW");
    world.now += MINUTE;
    expect(await outcome(browser, { level: 2 })).toBe("LEVEL_TOO_LOW");
  });

  it("a pending second factor is not a login, whatever the data say (V-24, SESS-08, V-34, T-13)", async () => {
    const world = new World();
    const browser = world.browser();
    await browser.visit(async (session) => {
      Object.assign(session, {
        pendingUserId: "alice",
        userId: "alice",
        authenticatedAt: new Date(),
        assuranceLevel: 3,
      });
      await session.rotate();
    });
    expect(await outcome(browser)).toBe("LOGIN_REQUIRED");
    expect(await browser.visit((session) => [session.userId, session["pendingUserId"]])).toEqual([
      undefined,
      "alice",
    ]);
    await browser.visit((session) => session.login("alice", { level: 2 }));
    expect(await outcome(browser, { level: 2 })).toBe("alice");
    expect(await browser.visit((session) => session["pendingUserId"])).toBeUndefined();
  });

  it("is refused when the session was ended elsewhere meanwhile", async () => {
    const [, browser] = await signedIn();
    const request = await browser.begin();
    await browser.visit((session) => session.logout());
    await expect(request.session.touch()).rejects.toMatchObject({ code: "SESSION_ENDED" });
    expect(() => request.session.requireLogin()).toThrow("Sign in");
  });

  it.each([{ maxAgeSeconds: -1 }, { maxAgeSeconds: "5" }, { level: 4 }, { maxAge: 5 }, null])(
    "%j throws INVALID_OPTION",
    async (demand) => {
      const [, browser] = await signedIn();
      const { session } = await browser.begin();
      expect(() => session.requireLogin(demand as never)).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
    },
  );
});

describe("labels", () => {
  it("are kept by rotation and by signing in again, and belong to one user", async () => {
    const world = new SignedIn();
    const browser = world.browser();
    const labels = async (user: string): Promise<unknown[]> =>
      (await world.sessions.list(user)).map(({ label }) => label);
    await browser.visit((session) => session.login("alice", { label: "Kitchen tablet" }));
    await browser.visit((session) => session.rotate());
    await browser.visit((session) => session.login("alice"));
    expect(await labels("alice")).toEqual(["Kitchen tablet"]);
    await browser.visit((session) => session.login("alice", { label: "Phone" }));
    expect(await labels("alice")).toEqual(["Phone"]);
    await browser.visit((session) => session.login("bob"));
    expect(await labels("bob")).toEqual([undefined]);
  });

  it.each([
    ["x".repeat(9000), "x".repeat(200)],
    ["😀".repeat(300), "😀".repeat(200)],
    ["a\r\nb\u0000c", "a  b c"],
    ["\ud800broken", "broken"],
    ["  ", undefined],
    ["", undefined],
    [undefined, undefined],
    ["<script>", "<script>"],
  ])("whatever a browser sends as %j", async (label, kept) => {
    const world = new SignedIn();
    await world.browser().visit((session) => session.login("alice", { label }));
    expect((await world.sessions.list("alice"))[0]?.label).toBe(kept);
  });
});

describe("lastSeenAt (7.5.2)", () => {
  it("is exact to the touch interval, from the first minute to the last", async () => {
    for (const preset of ["standard", "high", "consumer"] as const) {
      const world = new SignedIn({ preset });
      const { absoluteSeconds, idleSeconds, touchSeconds } = world.sessions.policy();
      const { browser } = await world.device("alice");
      const end = world.now + absoluteSeconds * 1000;
      while (world.now < end) {
        expect(await userOf(browser)).toBe("alice");
        const seen = world.now;
        world.now += Math.min(idleSeconds * 900, end - world.now - 1) + 1;
        if (world.now >= end) world.now = end - 1;
        const [listed] = await world.sessions.list("alice");
        expect(listed?.lastSeenAt.getTime()).toBeLessThanOrEqual(seen);
        expect(listed?.lastSeenAt.getTime()).toBeGreaterThan(seen - Math.max(touchSeconds * 1000, 1000));
        expect(listed?.expiresAt.getTime()).toBeLessThanOrEqual(end);
        if (world.now === end - 1) break;
      }
    }
  });
});

describe("a request that does not keep the session alive (N-14)", () => {
  it("reads and writes, and the session ends as if it had not come", async () => {
    const [world, browser] = await signedIn();
    for (let polls = 1; polls <= 29; polls++) {
      world.now += MINUTE;
      const request = await browser.begin();
      const session = world.sessions.from(request, { touch: false });
      expect(session.userId).toBe("alice");
      session["polls"] = polls;
      if (polls % 2) await session.update((data) => void (data["updates"] = polls));
      await request.end();
    }
    expect(await browser.visit((session) => session["polls"])).toBe(29);
    // That last visit was a person's.
    world.now += 29 * MINUTE;
    expect(await userOf(browser)).toBe("alice");

    const [other, poller] = await signedIn();
    for (let polls = 0; polls < 30; polls++) {
      other.now += MINUTE;
      const request = await poller.begin();
      other.sessions.from(request, { touch: false });
      await request.end();
    }
    expect(await userOf(poller)).toBeUndefined();
  });
});

describe("anonymous sessions", () => {
  it("end earlier where the app says so, and a login gets the limits for all", async () => {
    const anonymous = { idleSeconds: 60, absoluteSeconds: 120 };
    const visitor = async (): Promise<[World, Browser]> => {
      const world = new World({ anonymous, store: new MapStore(() => -Infinity) });
      const browser = world.browser();
      await browser.visit((session) => void (session["cart"] = 1));
      return [world, browser];
    };
    const cart = (browser: Browser): Promise<unknown> => browser.visit((session) => session["cart"]);
    const [idle, idler] = await visitor();
    idle.now += 60_000;
    expect(await cart(idler)).toBeUndefined();

    const [busy, buyer] = await visitor();
    for (const [seconds, left] of [
      [59, 1],
      [59, 1],
      [2, undefined],
    ] as const) {
      busy.now += seconds * 1000;
      expect(await cart(buyer)).toBe(left);
    }

    const [world, user] = await visitor();
    await user.visit((session) => session.login("alice"));
    world.now += 29 * MINUTE;
    expect(await userOf(user)).toBe("alice");
  });
});

it("requireLogin in a long request, past the session's end", async () => {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice", { notAfter: new Date(world.now + 60_000) }));
  const request = await browser.begin();
  world.now += 120_000;
  expect(() => request.session.requireLogin()).toThrow();
});

it("a label can be taken away", async () => {
  const world = new SignedIn();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice", { label: "Kitchen" }));
  await browser.visit((session) => session.login("alice", { label: "" }));
  expect((await world.sessions.list("alice"))[0]?.label).toBeUndefined();
});
