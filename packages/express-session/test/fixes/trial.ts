import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, ask, listen } from "../support/http.js";

/** `session` of express-session, or of this package, as far as the cases use it. */
export interface Subject {
  (options: object): (req: object, res: object, next: (error?: unknown) => void) => void;
  readonly MemoryStore: new () => TestStore;
}

export interface TestStore {
  get(sid: string, callback: Callback): void;
  set(sid: string, session: object, callback?: Callback): void;
  destroy(sid: string, callback?: Callback): void;
  regenerate(req: object, callback: Callback): void;
  readonly sessions: Record<string, string>;
}

type Callback = (error?: unknown, value?: object) => void;

/** `req`, with what the middleware puts there. */
export interface Request extends IncomingMessage {
  session: TestSession;
  sessionID: string;
}

interface TestSession {
  [name: string]: unknown;
  readonly cookie: { maxAge: number | null };
  save(callback?: Callback): unknown;
  destroy(callback?: Callback): unknown;
  regenerate(callback?: Callback): unknown;
}

export type Handler = (req: Request, res: ServerResponse) => unknown;

/** One thing that is better than in express-session. Rejects where it is not. */
export interface Fix {
  readonly name: string;
  run(session: Subject): Promise<void>;
}

export const OPTIONS = { secret: "keyboard cat", resave: false, saveUninitialized: false };

/** An app of a middleware and routes; errors are answered with their status, as Express does. */
export class App {
  readonly #port: number;
  readonly close: () => void;

  private constructor(port: number, close: () => void) {
    this.#port = port;
    this.close = close;
  }

  static async start(
    use: ReturnType<Subject>[],
    routes: Record<string, Handler>,
    hears?: (error: unknown) => void,
  ): Promise<App> {
    const { port, close } = await listen((req, res) => run(use, routes, req, res, hears));
    return new App(port, () => void close());
  }

  get(path: string, cookie?: string): Promise<Reply> {
    return this.ask(path, cookie).all;
  }

  /** A request whose head and whose end are waited for one by one. */
  ask(path: string, cookie?: string): { head: Promise<void>; all: Promise<Reply> } {
    return ask(this.#port, path, { headers: { ...(cookie && { cookie }) } });
  }
}

export type Reply = Pick<Answer, "status" | "text" | "setCookie">;

/** The first cookie of a reply, as the next request sends it. */
export function cookieOf({ setCookie }: Reply): string {
  return (setCookie[0] ?? "").replace(/;.*/s, "");
}

function run(
  [first, ...others]: readonly ReturnType<Subject>[],
  routes: Record<string, Handler>,
  req: IncomingMessage,
  res: ServerResponse,
  hears: (error: unknown) => void = () => {},
): void {
  const failed = (error: unknown): void => {
    hears(error);
    if (res.headersSent) return;
    res.statusCode = Number((error as { status?: number }).status ?? 500);
    res.end("error");
  };
  if (first !== undefined) {
    first(req, res, (error) => (error ? failed(error) : run(others, routes, req, res, hears)));
    return;
  }
  const handler = routes[req.url ?? ""] ?? ((_req, res) => res.end("pong"));
  void Promise.resolve(handler(req as Request, res)).catch(failed);
}

/** A moment that others wait for. */
export interface Moment {
  readonly come: Promise<void>;
  tell(): void;
}

export function moment(): Moment {
  let tell = (): void => {};
  const come = new Promise<void>((resolve) => (tell = resolve));
  return { come, tell: () => tell() };
}

/** Stops the next call of a store's method until `release`. */
export function hold(
  store: TestStore,
  method: "get" | "set",
): { reached: Promise<void>; release: () => void } {
  const reached = moment();
  const released = moment();
  const original = Reflect.get(store, method) as (...args: unknown[]) => void;
  const held = (...args: unknown[]): void => {
    Reflect.set(store, method, original);
    reached.tell();
    void released.come.then(() => original.apply(store, args));
  };
  Reflect.set(store, method, held);
  return { reached: reached.come, release: released.tell };
}
