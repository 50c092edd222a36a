import {
  createSessions,
  type HttpExchange,
  type Session,
  type SessionEvent,
  type SessionOptions,
  type Sessions,
  type SessionStore,
} from "@sess/core";
import { MapStore } from "./map-store.js";

/** A manager on a store and a clock that the test holds, with a record of its events. */
export class World {
  now = Date.UTC(2026, 0, 1);
  readonly events: SessionEvent[] = [];
  readonly store: MapStore;
  readonly sessions: Sessions;

  /**
   * @param wrap puts something between core and the store, for example an InterceptedStore.
   * @param withUsers gives the store a user index.
   */
  constructor(
    options: Partial<SessionOptions> = {},
    wrap: (store: MapStore) => SessionStore = (store) => store,
    withUsers = false,
  ) {
    this.store = new MapStore(() => this.now, withUsers);
    this.sessions = createSessions({
      store: wrap(this.store),
      clock: { now: () => this.now },
      onEvent: (event) => this.events.push(event),
      storeTimeoutMs: 60_000, // A test that holds a call on a busy machine is no outage.
      ...options,
    });
  }

  browser(secure = true): Browser {
    return new Browser(this.sessions, secure);
  }

  typesOfEvents(): string[] {
    return this.events.map(({ type }) => type);
  }
}

/** Sends the cookie it was given last, as a browser does. */
export class Browser {
  cookie: string | undefined;
  readonly #sessions: Sessions;
  readonly #secure: boolean;

  constructor(sessions: Sessions, secure = true) {
    this.#sessions = sessions;
    this.#secure = secure;
  }

  /** A request up to the handler: the session is loaded, and the response's head has not left. */
  async begin(cookieHeader = this.cookie, response: Record<string, string> = {}): Promise<TestRequest> {
    const request = this.open(cookieHeader, response);
    await request.ready;
    return request;
  }

  /** A request that changes something, as a browser or somebody else sends it. */
  async send(asked: Asked, cookieHeader = this.cookie): Promise<TestRequest> {
    const request = this.open(cookieHeader, {}, asked);
    await request.ready;
    return request;
  }

  /** A request whose session may still be loading. */
  open(cookieHeader = this.cookie, response: Record<string, string> = {}, asked: Asked = {}): TestRequest {
    return new TestRequest(this, this.#sessions, cookieHeader, this.#secure, response, asked);
  }

  /** A whole request. */
  async visit<T>(handler: (session: Session, request: TestRequest) => T | Promise<T>): Promise<T> {
    const request = await this.begin();
    const result = await handler(request.session, request);
    await request.end();
    return result;
  }
}

/** What a request asks for, where that counts. */
export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
}

export class TestRequest implements HttpExchange {
  readonly method: string;
  readonly path: string;
  readonly headers = new Map<string, string[]>();
  readonly ready: Promise<void>;
  readonly cookieHeader: string | undefined;
  readonly secure: boolean;
  readonly handle: ReturnType<Sessions["open"]>;
  readonly #browser: Browser;
  readonly #asked: NonNullable<Asked["headers"]>;

  constructor(
    browser: Browser,
    sessions: Sessions,
    cookieHeader: string | undefined,
    secure: boolean,
    response: Record<string, string>,
    { method = "GET", path = "/", headers = {} }: Asked,
  ) {
    this.#browser = browser;
    this.method = method;
    this.path = path;
    this.#asked = headers;
    this.cookieHeader = cookieHeader;
    this.secure = secure;
    for (const [name, value] of Object.entries(response)) this.setResponseHeader(name, value);
    this.handle = sessions.open(this, this);
    this.ready = this.handle.loading ?? Promise.resolve();
  }

  get session(): Session {
    return this.handle.session;
  }

  get setCookies(): string[] {
    return this.headers.get("set-cookie") ?? [];
  }

  /** Sends the head, and lets the browser take the cookie. */
  async end(): Promise<this> {
    await this.handle.commit();
    for (const line of this.setCookies) {
      const pair = line.split(";", 1)[0] ?? "";
      this.#browser.cookie = line.includes("Max-Age=0") ? undefined : pair;
    }
    return this;
  }

  header(name: string): string | undefined {
    return this.#asked[name];
  }

  responseHeader(name: string): string | undefined {
    return this.headers.get(name.toLowerCase())?.join(", ");
  }

  setResponseHeader(name: string, value: string): void {
    this.headers.set(name.toLowerCase(), [value]);
  }

  appendResponseHeader(name: string, value: string): void {
    this.headers.set(name.toLowerCase(), [...(this.headers.get(name.toLowerCase()) ?? []), value]);
  }
}
