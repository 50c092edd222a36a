import type { ConnectRecord, Cookie, Secret, UnsignedId } from "@sess/connect-store";
import type { Fields } from "./fields.js";
import type { Keeper, Loaded } from "./keeper.js";
import type { NativeRequest } from "./native-sessions.js";
import { isSecure, type SessionRequest } from "./request.js";
import { revive, reviveCookie } from "./revive.js";
import { Session } from "./session.js";
import { isOurs, type Known, knownOf, type SessionShape } from "./session-shape.js";
import { newCookie, type Settings } from "./settings.js";

/** What is known of one request's session. */
export class State {
  readonly req: SessionRequest;
  readonly settings: Settings;
  /** The first one signs. */
  readonly secrets: readonly Secret[];
  /** The ids in the request's cookies. */
  readonly ids: readonly UnsignedId[];
  /** The one that counts: the first with a session, or the first. */
  brought: UnsignedId | undefined;
  /** That of the session that was found for it: a native one, or one that was moved, has another. */
  came: UnsignedId | undefined;
  /** Where the session is. */
  keeper: Keeper;
  /** Set where that is a native record. */
  native: NativeRequest | undefined;
  /** Settles when it is known whether the session that came has become one. */
  following: Promise<boolean> | undefined;
  /** The session as the handler got it. */
  original: { readonly id: unknown; readonly fields: Fields } | undefined;
  /** Its data as they were last saved. Undefined: it is saved though it did not change. */
  saved: Fields | undefined;
  /** Its deadline was moved: in the cookie, and in the store. Once is enough. */
  touched = false;
  stored = false;
  /** The app has ended the session that came: the browser is to forget it. */
  ended = false;
  /** What the store has of the session that was put on the request last. */
  #known: Known | undefined;

  constructor(
    req: SessionRequest,
    settings: Settings,
    secrets: readonly Secret[],
    ids: readonly UnsignedId[],
  ) {
    this.req = req;
    this.settings = settings;
    this.secrets = secrets;
    this.ids = ids;
    this.brought = ids[0];
    this.came = ids[0];
    this.keeper = settings.keeper;
  }

  /** Whether the response may carry a cookie that is for TLS only. */
  get secure(): boolean {
    return isSecure(this.req, this.settings.proxy);
  }

  /** The session that the app has left on the request; undefined where it has taken it away. */
  get session(): SessionShape | undefined {
    const { session } = this.req;
    if (session === null || session === undefined) return undefined;
    return isOurs(session) ? this.withCookie(session) : this.#adopt({ ...session });
  }

  /** Apps clear a session name by name, and put back copies of what it had: the cookie is gone then, or a plain object. */
  withCookie(session: SessionShape): SessionShape {
    const cookie: Cookie | undefined = session.cookie;
    if (!cookie) session.cookie = newCookie(this.settings, this.req);
    else if (!("data" in cookie)) session.cookie = reviveCookie(cookie);
    return session;
  }

  /** Puts a new session on the request. New ones are never native. */
  generate(data?: object): SessionShape {
    const { req, settings } = this;
    this.keeper = settings.keeper;
    req.sessionID = settings.genid(req);
    const session = new Session(req, data);
    session.cookie = newCookie(settings, req);
    req.session = session;
    this.#known = knownOf(session);
    return session;
  }

  /** Puts a session of the store on the request. */
  revive({ record, fields }: Loaded): SessionShape {
    // A native one has no cookie of this kind.
    record["cookie"] ??= newCookie(this.settings, this.req);
    const session = revive(this.req, record);
    this.#known = knownOf(session);
    this.#known.fields = fields;
    return session;
  }

  /** Apps put plain objects there, and stores sessions of express-session's own class. */
  #adopt(data: ConnectRecord): SessionShape {
    const { req, settings } = this;
    const cookie = data["cookie"] ?? newCookie(settings, req);
    const session = revive(req, { ...data, cookie });
    const known = knownOf(session);
    known.fields = this.#known?.fields;
    this.#known = known;
    return session;
  }
}
