import type { IncomingMessage, ServerResponse } from "node:http";
import original from "express-session";
import { type Client, client } from "./app.js";
import type { Answer } from "./http.js";

/** `session` of express-session, or of this package. */
export type SessionFactory = typeof original;

/** What a handler may do to its session, one after the other. */
export type Step =
  | { readonly do: "set" | "push"; readonly name: string; readonly value: unknown }
  | { readonly do: "delete"; readonly name: string }
  | { readonly do: "maxAge"; readonly value: number | null }
  | { readonly do: "expires"; readonly value: null | false | Date }
  | {
      readonly do: "touch" | "resetMaxAge" | "save" | "reload" | "regenerate" | "destroy" | "unset" | "write";
    };

export interface SideOptions extends Omit<original.SessionOptions, "store" | "genid"> {
  readonly withTouch: boolean;
}

/** An app with one of the two, and a store of its own that both write in the same way. */
export interface Side extends Client {
  readonly records: () => Record<string, string>;
  steps: readonly Step[];
  run(path: string, headers: Record<string, string>, steps: readonly Step[]): Promise<Answer>;
}

type Request = IncomingMessage & { session?: Record<string, unknown> & original.Session; sessionID?: string };

export async function side(session: SessionFactory, { withTouch, ...options }: SideOptions): Promise<Side> {
  const store = new original.MemoryStore();
  if (!withTouch) Reflect.set(store, "touch", undefined);
  let ids = 0;
  // The same ids on both sides.
  const genid = (): string => `${"id".repeat(10)}.${ids++}`;
  const use = session({ ...options, store, genid }) as unknown as Use;
  const running: { steps: readonly Step[] } = { steps: [] };
  const app = await client((req: Request, res) => {
    use(req, res, (error) => {
      if (!error) return void play(req, res, running.steps);
      res.statusCode = 500;
      res.end(String(error));
    });
  });
  return Object.assign(app, {
    steps: [],
    records: () => ({ ...(store as unknown as { sessions: Record<string, string> }).sessions }),
    run(path: string, headers: Record<string, string>, steps: readonly Step[]) {
      running.steps = steps;
      return app.get(path, headers);
    },
  });
}

type Use = (req: object, res: object, next: (error?: unknown) => void) => void;

async function play(req: Request, res: ServerResponse, steps: readonly Step[]): Promise<void> {
  const errors: string[] = [];
  for (const step of steps) {
    if (req.session === undefined || req.session === null) break;
    // Ours has saved with the head, and express-session has not: what is taken back after it was saved here.
    if (res.headersSent && step.do !== "push") continue;
    try {
      await take(req, res, req.session, step);
    } catch (error) {
      errors.push(String(error));
    }
  }
  const { session, sessionID } = req;
  const names = session ? Object.keys(session) : [];
  // Ours begins the cookie's life anew with the head, express-session with the end.
  const maxAge = res.headersSent ? undefined : session?.cookie.maxAge;
  const data = res.headersSent ? { ...session, cookie: undefined } : session;
  res.end(JSON.stringify({ sessionID, id: session?.id, names, data, maxAge, errors }));
}

function pushTo(data: Record<string, unknown>, name: string, value: unknown): void {
  data[name] ??= [];
  const list = data[name];
  if (Array.isArray(list)) list.push(value);
}

function take(
  req: Request,
  res: ServerResponse,
  session: NonNullable<Request["session"]>,
  step: Step,
): Promise<void> | void {
  switch (step.do) {
    case "set":
      session[step.name] = step.value;
      return;
    case "push":
      // In place: only what the JSON says has changed.
      pushTo(session, step.name, step.value);
      return;
    case "delete":
      Reflect.deleteProperty(session, step.name);
      return;
    case "maxAge":
      Reflect.set(session.cookie, "maxAge", step.value);
      return;
    case "expires":
      Reflect.set(session.cookie, "expires", step.value);
      return;
    case "touch":
    case "resetMaxAge":
      session[step.do]();
      return;
    case "unset":
      Reflect.set(req, "session", null);
      return;
    case "write":
      res.write("...");
      return;
    default:
      return verb(session, step.do);
  }
}

function verb(session: original.Session, name: "save" | "reload" | "regenerate" | "destroy"): Promise<void> {
  return new Promise((resolve, reject) => {
    session[name]((error: unknown) => (error ? reject(error) : resolve()));
  });
}
