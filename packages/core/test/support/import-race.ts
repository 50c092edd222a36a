import {
  createSessions,
  type Session,
  type SessionEvent,
  type SessionOptions,
  type Sessions,
} from "@sess/core";
import { expect } from "vitest";
import { Browser } from "./browser.js";
import { ownCookieOf } from "./import-world.js";
import { InterceptedStore } from "./intercepted-store.js";
import { factsIn } from "../../src/facts.js";
import { MapStore } from "./map-store.js";
import { OldLibrary } from "./old-library.js";

/** What is waited for before and after each call to a store. */
export type Point = (call: string) => Promise<void>;

/** Alice has a session of the old library, and several requests with its cookie are on their way, each to a process of its own. */
export class ImportRace {
  now: number = Date.UTC(2026, 0, 1);
  readonly records: MapStore = new MapStore(() => this.now, true);
  readonly old: OldLibrary = new OldLibrary();
  readonly events: SessionEvent[] = [];
  readonly oldCookie: string;
  /** All that any response has set. */
  readonly #given: string[] = [];
  /** Who each request was. */
  readonly #seen: (string | undefined)[] = [];
  #ended: string | undefined;
  readonly #loggedIn: string[] = [];
  readonly #options: Partial<SessionOptions>;

  constructor(options: Partial<SessionOptions> = {}) {
    this.#options = options;
    this.oldCookie = this.old.begin("alice-1", { user: "alice", cart: ["tea"] });
  }

  process(point: Point): Sessions {
    const old = new OldLibrary(this.old.records);
    old.around = point;
    return createSessions({
      store: new InterceptedStore(this.records, {
        before: (operation) => point(`${operation} sent`),
        after: (operation) => point(`${operation} answered`),
      }),
      migrate: [old.migration()],
      clock: { now: () => this.now },
      storeTimeoutMs: 60_000,
      onEvent: (event) => this.events.push(event),
      ...this.#options,
    });
  }

  /** @returns who the request is, when its handler begins */
  async request(
    sessions: Sessions,
    act: (session: Session) => Promise<void> = () => Promise.resolve(),
  ): Promise<string | undefined> {
    const browser = new Browser(sessions);
    const request = await browser.begin(this.oldCookie);
    const { userId } = request.session;
    this.#seen.push(userId);
    await act(request.session).catch((error: unknown) => {
      expect(error).toMatchObject({ code: "SESSION_ENDED" });
    });
    await request.end();
    const own = ownCookieOf(request);
    if (own !== undefined) this.#given.push(own);
    return userId;
  }

  async logout(sessions: Sessions): Promise<void> {
    let was: string | undefined;
    await this.request(sessions, async (session) => {
      was = session.userId;
      await session.logout();
    });
    if (was !== undefined) this.#ended = "logged out";
  }

  async login(sessions: Sessions): Promise<void> {
    await this.request(sessions, (session) => session.login("alice"));
    this.#loggedIn.push(this.#given.at(-1) ?? "no cookie");
  }

  /** A logout in a process that still runs the old library. */
  async oldLogout(point: Point): Promise<void> {
    await point("old logout");
    if (this.old.records.delete("alice-1")) this.#ended = "logged out at the old library";
    await point("old logout");
  }

  async revokeUser(sessions: Sessions): Promise<void> {
    await sessions.revokeUser("alice");
    this.#ended = "revoked";
  }

  async revokeAll(sessions: Sessions): Promise<void> {
    await sessions.revokeAll();
    this.#ended = "revoked with everybody";
  }

  /** @param logins whether some of the requests began sessions of their own. */
  async check(logins = false): Promise<void> {
    const imports = this.events.filter(({ type }) => type === "imported");
    expect(imports.length, "times that it was imported").toBeLessThanOrEqual(1);
    this.now += 1000; // Then all know of revokeAll.
    const users = await Promise.all([...this.#given, this.oldCookie].map((cookie) => this.userOf(cookie)));
    const ofAlice = this.liveOfAlice();
    const listed = this.records.users?.listed("alice");
    expect(listed, "live sessions that are not listed").toEqual(expect.arrayContaining(ofAlice));
    if (logins) return;
    if (this.#ended === undefined) {
      expect(this.#seen, "who the requests were").toEqual(this.#seen.map(() => "alice"));
      expect(users, "who the cookies are").toEqual(users.map(() => "alice"));
      expect(new Set(this.#given).size, "different cookies").toBeLessThanOrEqual(1);
      expect(ofAlice.length, "sessions").toBe(1);
    } else expect(users, `what opens a session that was ${this.#ended}`).toEqual(users.map(() => undefined));
  }

  /** The last cookie that a login has given is good, whatever else was on its way. */
  async checkLogin(): Promise<void> {
    await this.check(true);
    expect(await this.userOf(this.#loggedIn.at(-1) ?? "")).toBe("alice");
    expect(await this.userOf(this.oldCookie), "the old cookie leads to what was left behind").toBeUndefined();
    expect(this.liveOfAlice().length, "sessions").toBe(1);
  }

  async userOf(cookie: string): Promise<string | undefined> {
    const sessions = this.process(() => Promise.resolve());
    return (await new Browser(sessions).begin(cookie)).session.userId;
  }

  liveOfAlice(): string[] {
    return [...this.records.records]
      .filter(([, { fields }]) => factsIn(fields)?.userId === "alice")
      .map(([key]) => key);
  }
}
