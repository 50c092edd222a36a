import { createSessions, type SessionEvent, type SessionOptions } from "@sess/core";
import { type CountingStore, countingStore } from "../store/counting-store.js";
import { ModelStore } from "../store/model-store.js";
import { type PausableStore, pausableStore } from "../store/pausable-store.js";
import { Browser } from "./browser.js";
import { LedgerStore } from "./ledger-store.js";
import type { AdapterCase, AdapterSubject, RouteContext, TestRoute } from "./options.js";
import { Point } from "./point.js";

/** Everything that a case works with. */
export interface Trial {
  readonly clock: { time: number; now(): number };
  /** Counts the calls that core makes. */
  readonly counts: CountingStore;
  /** Stops calls where the case says. */
  readonly pauses: PausableStore;
  /** Knows every record. */
  readonly ledger: LedgerStore;
  readonly events: SessionEvent[];
  readonly port: number;
  /** The place of this name, at which handlers of this case stop. */
  readonly point: PointOf;
  browser(): Browser;
}

export type PointOf = (name?: string) => Point;

type Handlers = Readonly<Record<string, TestRoute["handle"] | TestRoute>>;

interface Setup {
  readonly routes?: Handlers;
  readonly options?: Partial<SessionOptions>;
  readonly trustProxy?: boolean;
}

/** A row of the table: a case, once it knows the adapter. */
export type Row = (subject: AdapterSubject) => AdapterCase;

/** Makes a row: an app of its own, and a store of its own, which are closed in the end whatever happens. */
export function adapterCase(
  name: string,
  setup: Setup | ((point: PointOf) => Setup),
  check: (trial: Trial) => Promise<void>,
): Row {
  return (subject) => ({
    name,
    run: () => {
      const point = points();
      return runCase(subject, typeof setup === "function" ? setup(point) : setup, point, check);
    },
  });
}

async function runCase(
  subject: AdapterSubject,
  setup: Setup,
  point: PointOf,
  check: (trial: Trial) => Promise<void>,
): Promise<void> {
  const clock = { time: Date.now(), now: () => clock.time };
  const inner = (await subject.makeStore?.(clock)) ?? new ModelStore(clock);
  const ledger = new LedgerStore(inner);
  const pauses = pausableStore(ledger);
  const counts = countingStore(pauses);
  const events: SessionEvent[] = [];
  const sessions = createSessions({
    store: counts,
    clock,
    allowPlainHttp: true,
    onEvent: (event) => events.push(event),
    ...setup.options,
  });
  const routes = Object.fromEntries(
    Object.entries({ ...commonRoutes, ...setup.routes }).map(([path, route]) => [
      path,
      typeof route === "function" ? { handle: route } : route,
    ]),
  );
  const app = await subject.start({ sessions, routes, trustProxy: setup.trustProxy ?? false });
  try {
    await check({
      clock,
      counts,
      pauses,
      ledger,
      events,
      port: app.port,
      point,
      browser: () => new Browser(app.port),
    });
  } finally {
    await app.close();
    await sessions.close();
  }
}

function points(): PointOf {
  const made = new Map<string, Point>();
  return (name = "") => {
    const point = made.get(name) ?? new Point();
    made.set(name, point);
    return point;
  };
}

/** What most cases begin and end with. */
const commonRoutes: Handlers = {
  "/login": async ({ session, send }) => {
    await session.login("alice");
    session["name"] = "Alice";
    return send(200, "signed in");
  },
  "/logout": async ({ session, send }) => {
    await session.logout();
    return send(200, "signed out");
  },
  "/look": ({ session, send }) => send(200, describe(session)),
  "/unused": ({ send }) => send(200, "unused"),
  "/private": {
    requiresLogin: true,
    handle: ({ session, send }) => send(200, `for ${String(session.userId)}`),
  },
};

/** A session's user and data as JSON. */
function describe(session: RouteContext["session"]): string {
  return JSON.stringify({ userId: session.userId ?? null, data: { ...session } });
}

/** What `/look` shows. */
export async function look(
  browser: Browser,
): Promise<{ userId: string | null; data: Record<string, unknown> }> {
  const { body } = await browser.ask("/look");
  return JSON.parse(body) as { userId: string | null; data: Record<string, unknown> };
}
