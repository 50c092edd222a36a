import type { ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import type { Clock, LoginDemand, RequireLoginOptions, Session, Sessions, SessionStore } from "@sess/core";

/** What the suite needs to know of an adapter: how to build an app with it. */
export interface AdapterSubject {
  /** Starts a server on a free port of 127.0.0.1, with the session middleware in front of these routes. */
  start(app: TestApp): Promise<RunningApp>;
  /** A store for one case. It is told the time by `clock`. Default: a simple store of the suite's own. */
  makeStore?(clock: Clock): SessionStore | Promise<SessionStore>;
}

/** An app, in words that every framework can follow. */
export interface TestApp {
  /** To be mounted in front of all routes. */
  readonly sessions: Sessions;
  /** Handlers by path. Each serves every method. Other paths answer 404, by the framework's own means. */
  readonly routes: Readonly<Record<string, TestRoute>>;
  /** One proxy in front is trusted: X-Forwarded-Proto tells whether the client's hop is TLS. Otherwise it tells nothing. */
  readonly trustProxy: boolean;
}

/** One route of a {@link TestApp}: what stands in front of its handler, and the handler. */
export interface TestRoute {
  /** `requireLogin()` stands before the handler, with these demands. */
  readonly requiresLogin?: boolean | Pick<RequireLoginOptions, "fresh" | keyof LoginDemand>;
  /** `requireCsrfToken()` stands before the handler. */
  readonly requiresCsrfToken?: boolean;
  /** May be asynchronous. What it throws goes the framework's way of errors, and nothing else catches it. */
  readonly handle: (context: RouteContext) => unknown;
}

/** The request and response, as a handler of the framework has them. */
export interface RouteContext {
  /** What `sessions.from` takes. */
  readonly request: object;
  /** The framework's own property, read anew each time. */
  readonly session: Session;
  /** A header of the request, by its name in lower case. */
  header(name: string): string | undefined;
  /** Assigns to the framework's own property. */
  assignSession(value: object | null): void;
  /** Answers in the framework's usual way. */
  send(status: number, body: string, headers?: Readonly<Record<string, string>>): unknown;
  /** Answers with a redirect, in the framework's usual way. */
  redirect(location: string): unknown;
  /** Streams a body in the framework's usual way. */
  stream(source: Readable): unknown;
  /** Node's response, after telling the framework that the handler answers by itself. */
  raw(): ServerResponse;
}

/** A server that listens. */
export interface RunningApp {
  /** Of 127.0.0.1. */
  readonly port: number;
  /** Closes the server, and the connections that are open. */
  close(): Promise<void>;
}

/** One behaviour. Give it to any test runner: `it(c.name, c.run)`. */
export interface AdapterCase {
  /** The group and the behaviour, with the ids of the requirements that it proves. No two cases share one. */
  readonly name: string;
  /** Rejects with an `AssertionError` when the adapter does not show the behaviour. */
  run(): Promise<void>;
}
