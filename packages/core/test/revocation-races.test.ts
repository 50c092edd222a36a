import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hooks } from "./support/intercepted-store.js";
import { type Act, Race } from "./support/revocation-race.js";
import { runs } from "./support/runs.js";
import { Stopping } from "./support/stopping.js";

const ACTS = {
  login: (race, sessions) => race.login(sessions, "nothing"),
  "login over an anonymous session": (race, sessions) => race.login(sessions, "anonymous"),
  "login again": (race, sessions) =>
    race.onDevice(sessions, (session) => race.signIn(sessions, session, "alice")),
  "login of another user": (race, sessions) =>
    race.onDevice(sessions, (session) => race.signIn(sessions, session, "bob")),
  rotate: (race, sessions) => race.onDevice(sessions, (session) => session.rotate()),
  "rotate twice": (race, sessions) =>
    race.onDevice(sessions, async (session) => {
      await session.rotate();
      await session.rotate();
    }),
  regenerate: (race, sessions) => race.onDevice(sessions, (session) => session.regenerate()),
  logout: (race, sessions) => race.logout(sessions),
  revoke: (race, sessions) => race.revoke(sessions),
  revokeUser: (race, sessions) => race.revokeUser(sessions),
} satisfies Record<string, Act>;

type Name = keyof typeof ACTS;
const NAMES = Object.keys(ACTS) as Name[];
const ENDERS: readonly Name[] = ["revokeUser", "revoke", "logout"];
const PAIRS = ENDERS.flatMap((ender) => NAMES.map((name) => [name, ender] as const));

/** Stops before and after its store calls. */
function start(race: Race, act: Act, stop: number): Stopping {
  return new Stopping((point) => act(race, race.server({ before: point, after: point })), stop);
}

describe("two at once, each stopped at every point (design 5)", () => {
  it.each(PAIRS)("%s against %s", async (one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      for (let more = true, stop = 0; more; stop++) more = await secondStopsAnywhere(first, second, stop);
    }
  });
});

/** The first one stops, the second one runs to each of its own points, or to its end; then the first one ends. */
async function secondStopsAnywhere(first: Name, second: Name, stop: number): Promise<boolean> {
  for (let secondStop = 0; ; secondStop++) {
    const race = await Race.prepare();
    const one = start(race, ACTS[first], stop);
    await one.stopped;
    const two = start(race, ACTS[second], secondStop);
    await two.stopped;
    one.goOn();
    await one.done;
    two.goOn();
    await two.done;
    race.check();
    if (!two.reached) return one.reached;
  }
}

describe("several at once in any order", () => {
  it("what was revoked stays so, and no session lives without being listed (7.4.2, 15.4.2, T-11)", async () => {
    const plan = fc.array(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plan, fc.constantFrom(...ENDERS), async (scheduler, names, ender) => {
        const race = await Race.prepare();
        const acts = [...names, ender].map(async (name, index) => {
          const turn =
            (when: string): NonNullable<Hooks["before"]> =>
            async (operation) => {
              await scheduler.schedule(Promise.resolve(), `${index} ${name}: ${operation} ${when}`);
            };
          await scheduler.schedule(Promise.resolve(), `${index} ${name} begins`);
          await ACTS[name](race, race.server({ before: turn("sent"), after: turn("answered") }));
        });
        await scheduler.waitFor(Promise.all(acts));
        race.check();
      }),
      runs(3000),
    );
  }, 60_000);
});

it("the race notices what it is to notice", async () => {
  const race = await Race.prepare();
  race.records.users?.entries.clear();
  expect(() => race.check()).toThrow("no revocation can find");
});
