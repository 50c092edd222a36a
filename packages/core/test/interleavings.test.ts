import { createSessions, type SessionEvent, type SessionStore, type StoredRecord } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf } from "../src/token.js";
import { Browser, type TestRequest } from "./support/browser.js";
import { InterceptedStore } from "./support/intercepted-store.js";
import { MapStore } from "./support/map-store.js";
import { factsOf } from "./support/facts.js";
import { runs } from "./support/runs.js";

/**
 * Requests of one browser, whose store calls reach the store, and come back, in an order that fast-check picks. A failure
 * prints the seed, the requests and the order; `fc.assert(…, { seed, path })` plays it again.
 */
describe("parallel requests in any order (15.4.1, 15.4.2, T-10, T-12)", () => {
  it.each([
    ["anonymous", false],
    ["signed in", true],
  ])(
    "%s: what has ended stays so, each session has one record, and no accepted change is lost",
    async (_, signedIn) => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), plans, async (scheduler, plan) => {
          let free = true;
          const turn = async (name: string): Promise<void> => {
            if (!free) await scheduler.schedule(Promise.resolve(), name);
          };
          const records = new MapStore(() => NOW);
          const store = new InterceptedStore(records, {
            before: (operation) => turn(`${operation} sent`),
            after: (operation) => turn(`${operation} answered`),
          });
          const ledger = new Ledger();
          const first = new Visit(store, ledger);
          await first.run(undefined, signedIn ? ["login", ...SEEDS] : SEEDS, 0);

          free = false;
          const visits = plan.map(() => new Visit(store, ledger));
          const done = visits.map(async (visit, index) => {
            await turn(`request ${index + 1} arrives`);
            await visit.run(first.browser.cookie, plan[index] ?? [], index + 1);
          });
          await scheduler.waitFor(Promise.all(done));
          await ledger.check([...records.records], [first, ...visits]);
        }),
        runs(400),
      );
    },
    60_000,
  );
});

const NOW = Date.UTC(2026, 0, 1);
const SEEDS = ["write s0", "write s1", "write s2", "write s3"];
const ops = fc.oneof(
  { weight: 4, arbitrary: fc.constant("write") },
  { weight: 3, arbitrary: fc.nat(3).map((index) => `remove s${index}`) },
  { weight: 4, arbitrary: fc.constantFrom("save", "update", "touch", "reload") },
  { weight: 4, arbitrary: fc.constantFrom("rotate", "login", "logout", "regenerate") },
);
const plans = fc.array(fc.array(ops, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 });

/** One request, with a manager of its own, so that its events are its own: as if each ran on another server. */
class Visit {
  readonly browser: Browser;
  readonly events: SessionEvent[] = [];
  loggedOut = false;
  readonly #ledger: Ledger;
  #pending = new Map<string, boolean>();
  request!: TestRequest;

  constructor(store: SessionStore, ledger: Ledger) {
    const onEvent = (event: SessionEvent): void => void this.events.push(event);
    this.browser = new Browser(
      createSessions({ store, onEvent, clock: { now: () => NOW }, storeTimeoutMs: 60_000 }),
    );
    this.#ledger = ledger;
  }

  async run(cookie: string | undefined, plan: readonly string[], number: number): Promise<void> {
    this.request = await this.browser.begin(cookie);
    for (const [index, op] of plan.entries()) await this.#do(op, `w${number}_${index}`);
    const told = this.events.length;
    await this.request.end();
    const lost = this.events.slice(told).some(({ type }) => type === "write_after_end");
    if (!lost) this.#ledger.accept(this.request.session.id, this.#pending);
  }

  async #do(op: string, fresh: string): Promise<void> {
    const { session } = this.request;
    const [verb, field = fresh] = op.split(" ");
    const { id } = session;
    try {
      switch (verb) {
        case "write":
          session[field] = field;
          this.#pending.set(field, true);
          return;
        case "remove":
          delete session[field];
          this.#pending.set(field, false);
          return;
        case "save":
          await session.save();
          return this.#saved(id);
        case "rotate":
          await session.rotate();
          return this.#saved(id);
        case "login":
          await session.login("alice");
          return this.#saved(id);
        case "update":
          await session.update((data) => (data["n"] = Number(data["n"] ?? 0) + 1));
          this.#ledger.count(session.id);
          return this.#saved(id);
        case "touch":
          return await session.touch();
        case "reload":
          await session.reload();
          return this.#pending.clear();
        case "logout":
          this.loggedOut = true;
          await session.logout();
          return this.#pending.clear();
        case "regenerate":
          await session.regenerate();
          return this.#pending.clear();
        default:
          throw new TypeError(op);
      }
    } catch (error) {
      expect(error).toMatchObject({ code: "SESSION_ENDED" });
    }
  }

  #saved(id: string): void {
    const { session } = this.request;
    if (session.isNew) return; // rotate() of what has no record yet saves nothing.
    if (session.id === id) this.#ledger.accept(id, this.#pending);
    this.#pending.clear();
  }
}

/** What was promised to the requests, by the session's handle. */
class Ledger {
  readonly #fields = new Map<string, Map<string, boolean>>();
  readonly #counts = new Map<string, number>();

  accept(id: string, fields: ReadonlyMap<string, boolean>): void {
    this.#fields.set(id, new Map([...(this.#fields.get(id) ?? []), ...fields]));
  }

  count(id: string): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  async check(live: readonly (readonly [string, StoredRecord])[], visits: readonly Visit[]): Promise<void> {
    const ids = live.map(([, record]) => factsOf(record).id);
    expect(new Set(ids).size, "a session with two records").toBe(ids.length);
    const ended = visits.flatMap(({ events }) => events).filter((event) => event.type === "ended");
    expect(
      ids.filter((id) => ended.some((event) => event.id === id)),
      "an ended session lives",
    ).toEqual([]);

    const lines = visits.flatMap(({ request }) => request.setCookies);
    const keys = await Promise.all(lines.map(async (line) => keyOf(/=([^;]*)/.exec(line)?.[1] ?? "")));
    expect(
      live.filter(([key]) => !keys.includes(key)),
      "a record that no browser was told of",
    ).toEqual([]);

    for (const [, record] of live) {
      const id = factsOf(record).id;
      const promised = [...(this.#fields.get(id) ?? [])];
      expect(promised.map(([field]) => [field, field in record.fields])).toEqual(promised);
      expect(Number(record.fields["n"] ?? 0)).toBe(this.#counts.get(id) ?? 0);
    }
    for (const { request, events, loggedOut } of visits) {
      expect(request.setCookies.length).toBeLessThanOrEqual(1);
      const clears = request.setCookies.some((line) => line.includes("Max-Age=0"));
      if (clears && !loggedOut) expect(events.map(({ type }) => type)).toContain("ended");
    }
  }
}
