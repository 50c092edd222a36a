import { createHmac } from "node:crypto";
import {
  createSessions,
  type HttpExchange,
  type Session,
  type SessionEvent,
  type Sessions,
} from "@sess/core";
import {
  type FoundRecord,
  fromExpressSession,
  type FromExpressSessionOptions,
  type OldRecords,
  passportUser,
} from "@sess/migrate";
import { memoryStore } from "@sess/store-memory";

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
  readonly old: Map<string, FoundRecord> = new Map();
  /** Called before the old store does something; may wait. */
  before: (call: "read" | "end") => Promise<void> | void = () => undefined;
  readonly sessions: Sessions;

  constructor(options: Partial<FromExpressSessionOptions> = {}) {
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
    this.sessions = createSessions({
      store: memoryStore({ clock }),
      clock,
      idleSeconds: 8 * 3600,
      storeTimeoutMs: 60_000,
      onEvent: (event) => this.events.push(event),
      migrate: [fromExpressSession({ secret: SECRET, records, userId: passportUser, until, ...options })],
    });
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
