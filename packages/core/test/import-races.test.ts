import type { SessionOptions } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Browser } from "./support/browser.js";
import { ImportRace, type Point } from "./support/import-race.js";
import { runs } from "./support/runs.js";
import { Stopping } from "./support/stopping.js";

type Act = (race: ImportRace, point: Point) => Promise<void>;

const ACTS = {
  request: async (race, point) => void (await race.request(race.process(point))),
  "another request": async (race, point) => void (await race.request(race.process(point))),
  logout: (race, point) => race.logout(race.process(point)),
  "old logout": (race, point) => race.oldLogout(point),
  revokeUser: (race, point) => race.revokeUser(race.process(point)),
  revokeAll: (race, point) => race.revokeAll(race.process(point)),
} satisfies Record<string, Act>;

const NAMES = Object.keys(ACTS) as (keyof typeof ACTS)[];
const rotate: Act = async (race, point) =>
  void (await race.request(race.process(point), (session) => session.rotate()));
const login: Act = (race, point) => race.login(race.process(point));

/** The first one stops, the second one runs to each of its own points, or to its end; then the first one ends. */
async function everywhere(
  one: Act,
  two: Act,
  check: (race: ImportRace) => Promise<void>,
  begin: () => ImportRace | Promise<ImportRace> = () => new ImportRace(),
): Promise<void> {
  for (let stop = 0, more = true; more; stop++) {
    for (let secondStop = 0, again = true; again; secondStop++) {
      const race = await begin();
      const first = new Stopping((point) => one(race, point), stop);
      await first.stopped;
      const second = new Stopping((point) => two(race, point), secondStop);
      await second.stopped;
      first.goOn();
      await first.done;
      second.goOn();
      await second.done;
      await check(race);
      more = first.reached;
      again = second.reached;
    }
  }
}

describe("first requests with the old cookie, each stopped at every point (15.4.2, T-10)", () => {
  const pairs = NAMES.filter((name) => name !== "request").map((name) => ["request", name] as const);
  it.each(pairs)("%s against %s: imported once, and what is ended stays so", async (one, two) => {
    await everywhere(ACTS[one], ACTS[two], (race) => race.check());
    await everywhere(ACTS[two], ACTS[one], (race) => race.check());
  });

  it.each([
    ["another token", rotate],
    ["a login", login],
  ])("%s is not undone by an old cookie that is on its way (7.2.4)", async (_name, act) => {
    const check = (race: ImportRace): Promise<void> => (act === login ? race.checkLogin() : race.check(true));
    await everywhere(act, ACTS.request, check);
    await everywhere(ACTS.request, act, check);
  });
});

const here = (): Promise<void> => Promise.resolve();

describe("first requests of a user who has as many sessions as he may (7.1.2)", () => {
  it.each(["evict", "refuse"] as const)("%s: together they are one of them", async (overLimit) => {
    const begin = (): ImportRace => new ImportRace({ maxPerUser: 1, overLimit });
    await everywhere(ACTS.request, ACTS["another request"], (race) => race.check(), begin);
  });

  it("the device that has room beside them stays signed in", async () => {
    const devices = new WeakMap<ImportRace, Browser>();
    const begin = async (): Promise<ImportRace> => {
      const race = new ImportRace({ maxPerUser: 2 });
      const device = new Browser(race.process(here));
      await device.visit((session) => session.login("alice"));
      devices.set(race, device);
      race.now += 1;
      return race;
    };
    await everywhere(
      ACTS.request,
      ACTS["another request"],
      async (race) => {
        expect(await devices.get(race)?.visit(({ userId }) => userId)).toBe("alice");
        expect(race.liveOfAlice()).toHaveLength(2);
      },
      begin,
    );
  });
});

describe("a process that dies at any point of an import", () => {
  it.each<Partial<SessionOptions>>([
    {},
    { maxPerUser: 1, overLimit: "evict" },
    { maxPerUser: 1, overLimit: "refuse" },
  ])("signs nobody out (%j)", async (options) => {
    for (let stop = 0, more = true; more; stop++) {
      const race = new ImportRace(options);
      const dies = new Stopping((point) => ACTS.request(race, point), stop);
      await dies.stopped;
      expect(await race.request(race.process(here))).toBe("alice");
      more = dies.reached;
    }
  });
});

describe("many at once in any order", () => {
  it("it is imported once, what is ended stays so, and else nobody is signed out", async () => {
    const plan = fc.array(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plan, async (scheduler, names) => {
        const race = new ImportRace();
        const acts = names.map(async (name, index) => {
          await ACTS[name](race, (call) =>
            scheduler.schedule(Promise.resolve(), `${index} ${name}: ${call}`),
          );
        });
        await scheduler.waitFor(Promise.all(acts));
        await race.check();
      }),
      runs(2000),
    );
  }, 60_000);
});
