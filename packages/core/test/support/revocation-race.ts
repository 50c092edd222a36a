import { createSessions, type Session, type Sessions } from "@sess/core";
import { expect } from "vitest";
import { Browser } from "./browser.js";
import { type Hooks, InterceptedStore } from "./intercepted-store.js";
import { MapStore } from "./map-store.js";
import { factsOf } from "./facts.js";

const NOW = Date.UTC(2026, 0, 1);

/** What somebody does in the race, on a server of his own. */
export type Act = (race: Race, sessions: Sessions) => Promise<void>;

/** Alice is signed in on one device, and anonymous on another; and what has been promised to whom since. */
export class Race {
  readonly records: MapStore = new MapStore(() => NOW, true);
  readonly #promises: (() => void)[] = [];
  /** The keys that each server has listed. */
  readonly #added = new Map<Sessions, readonly string[]>();
  #cookie: string | undefined;
  #anonymousCookie: string | undefined;
  #id = "";

  static async prepare(): Promise<Race> {
    const race = new Race();
    const device = new Browser(race.server({}));
    race.#id = await device.visit(async (session) => (await session.login("alice"), session.id));
    race.#cookie = device.cookie;
    const other = new Browser(race.server({}));
    await other.visit((session) => void (session["cart"] = 1));
    race.#anonymousCookie = other.cookie;
    return race;
  }

  /** A manager over the common store. The store is looked at after each call. */
  server({ before, after }: Hooks): Sessions {
    const added: string[] = [];
    const hooks: Hooks = {
      before: (operation, key) => {
        if (operation === "users.add") added.push(key);
        return before?.(operation, key);
      },
      after: (operation, key) => {
        this.#checkMoment();
        return after?.(operation, key);
      },
    };
    const store = new InterceptedStore(this.records, hooks);
    const options = { clock: { now: () => NOW }, storeTimeoutMs: 60_000, onEvent: () => undefined };
    const sessions = createSessions({ store, ...options });
    this.#added.set(sessions, added);
    return sessions;
  }

  /** A request of Alice's first device. */
  async onDevice(sessions: Sessions, act: (session: Session) => Promise<void>): Promise<void> {
    await this.#request(sessions, this.#cookie, act);
  }

  async logout(sessions: Sessions): Promise<void> {
    await this.onDevice(sessions, async (session) => {
      const { userId } = session;
      await session.logout();
      if (userId === "alice") this.#promiseEnd("logged out");
    });
  }

  async revoke(sessions: Sessions): Promise<void> {
    await sessions.revoke("alice", this.#id);
    this.#promiseEnd("revoked");
  }

  async revokeUser(sessions: Sessions): Promise<void> {
    await sessions.revokeUser("alice");
    this.#promiseEnd("revoked with all others");
    this.#promises.push(() => {
      const order = this.records.calls.map(([operation, key]) => `${operation} ${key}`);
      for (const key of this.#liveOf("alice")) {
        const [added, revoked] = [order.indexOf(`users.add ${key}`), order.indexOf("users.revoke alice")];
        expect(added, "a session that began before the revocation").toBeGreaterThan(revoked);
      }
    });
  }

  /** A login of Alice, which may come from her anonymous session. */
  async login(sessions: Sessions, from: "nothing" | "anonymous"): Promise<void> {
    const cookie = from === "anonymous" ? this.#anonymousCookie : undefined;
    await this.#request(sessions, cookie, (session) => this.signIn(sessions, session, "alice"));
  }

  /** A login that is refused has left no record. */
  async signIn(sessions: Sessions, session: Session, user: string): Promise<void> {
    await session.login(user).catch((error: unknown) => {
      for (const key of this.#added.get(sessions) ?? []) {
        expect(this.records.records.has(key), "a login that was refused has left a record").toBe(false);
      }
      throw error;
    });
  }

  check(): void {
    this.#checkMoment();
    for (const promise of this.#promises) promise();
    for (const user of ["alice", "bob"]) {
      const listed = this.records.users?.listed(user);
      expect(listed, `live sessions of ${user} that are not listed`).toEqual(
        expect.arrayContaining(this.#liveOf(user)),
      );
    }
  }

  async #request(
    sessions: Sessions,
    cookie: string | undefined,
    act: (session: Session) => Promise<void>,
  ): Promise<void> {
    const request = await new Browser(sessions).begin(cookie);
    await act(request.session).catch((error: unknown) => {
      expect(error).toMatchObject({ code: "SESSION_ENDED" });
    });
    await request.end();
  }

  #promiseEnd(how: string): void {
    this.#promises.push(() => {
      const ids = [...this.records.records.values()].map((record) => factsOf(record).id);
      expect(ids, `a session that was ${how} lives`).not.toContain(this.#id);
    });
  }

  /** A live record is listed; or it is revoked, and whoever has revoked it is about to delete it. */
  #checkMoment(): void {
    const known = [...(this.records.users?.entries.keys() ?? [])];
    const live = [...this.#liveOf("alice"), ...this.#liveOf("bob")];
    expect(known, "a live session that no revocation can find").toEqual(expect.arrayContaining(live));
  }

  #liveOf(user: string): string[] {
    return [...this.records.records]
      .filter(([, record]) => factsOf(record).userId === user)
      .map(([key]) => key);
  }
}
