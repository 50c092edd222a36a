import { createHmac } from "node:crypto";
import {
  createSessions,
  type HttpExchange,
  type Session,
  type SessionEvent,
  type SessionOptions,
  type Sessions,
  type SessionStore,
} from "@sess/core";
import {
  type FoundRecord,
  fromExpressSession,
  type FromExpressSessionOptions,
  type OldRecords,
  passportUser,
} from "@sess/migrate";
import { type MemoryStore, memoryStore } from "@sess/store-memory";

export const START: number = Date.UTC(2026, 0, 1);
const SECRET = "keyboard cat";

/** What a response did to the browser's cookies, and who the request was. */
export interface Answer {
  readonly userId: string | undefined;
  readonly setCookies: readonly string[];
  /** The Cookie header that the browser has of us after it; undefined where it got none. */
  readonly own: string | undefined;
}

/** An app that imports from express-session, whose records are a Map here. */
export class World {
  now: number = START;
  readonly events: SessionEvent[] = [];
  readonly old: Map<string, FoundRecord>;
  readonly store: MemoryStore;
  /** Called before the old store does something, and after ours has created a record; may wait. */
  before: (call: "read" | "end" | "created") => Promise<void> | void = () => undefined;
  readonly sessions: Sessions;

  /** @param earlier the world whose stores this one has. */
  constructor(
    options: Partial<FromExpressSessionOptions> = {},
    core: Partial<SessionOptions> = {},
    earlier?: World,
  ) {
    const records: OldRecords = {
      read: async (id) => {
        await this.before("read");
        return this.old.get(id);
      },
      end: async (id) => {
        await this.before("end");
        return this.old.delete(id);
      },
    };
    const until = new Date(START + 86_400_000);
    const clock = { now: (): number => this.now };
    this.old = earlier?.old ?? new Map();
    this.store = earlier?.store ?? memoryStore({ clock });
    this.sessions = createSessions({
      store: this.#held(),
      clock,
      idleSeconds: 8 * 3600,
      storeTimeoutMs: 60_000,
      onEvent: (event) => this.events.push(event),
      migrate: [fromExpressSession({ secret: SECRET, records, userId: passportUser, until, ...options })],
      ...core,
    });
  }

  #held(): SessionStore {
    const { store } = this;
    return {
      create: async (key, record) => {
        const created = await store.create(key, record);
        await this.before("created");
        return created;
      },
      read: (key) => store.read(key),
      patch: (key, patch) => store.patch(key, patch),
      delete: (key, condition) => store.delete(key, condition),
      ...(store.users && { users: store.users }),
    };
  }

  /** Alice is signed in at the old app. @returns her Cookie header */
  alice(data: object = {}, leftMs = 3_600_000, sid = "alice-1"): string {
    const record = { cookie: { expires: "2020-01-01T00:00:00.000Z" }, passport: { user: "alice" }, ...data };
    this.old.set(sid, { record, expiresAt: this.now + leftMs });
    const signature = createHmac("sha256", SECRET).update(sid).digest("base64").replace(/=+$/, "");
    return `connect.sid=${encodeURIComponent(`s:${sid}.${signature}`)}`;
  }

  async ask(
    cookieHeader: string | undefined,
    handler: (session: Session) => Promise<unknown> | void = () => undefined,
  ): Promise<Answer> {
    const setCookies: string[] = [];
    const exchange: HttpExchange = {
      cookieHeader,
      secure: true,
      method: "GET",
      path: "/",
      header: () => undefined,
      responseHeader: () => undefined,
      setResponseHeader: () => undefined,
      appendResponseHeader: (name, value) => void (name === "Set-Cookie" && setCookies.push(value)),
    };
    const request = this.sessions.open(exchange, {});
    await request.loading;
    const { userId } = request.session;
    await handler(request.session);
    await request.commit();
    const own = setCookies.find((line) => /^__Host-Http-sid=[^;]/.test(line))?.split(";", 1)[0];
    return { userId, setCookies, own };
  }

  async userOf(cookieHeader: string | undefined): Promise<string | undefined> {
    return (await this.ask(cookieHeader)).userId;
  }

  count(type: SessionEvent["type"]): number {
    return this.events.filter((event) => event.type === type).length;
  }
}
