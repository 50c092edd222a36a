import type { HttpExchange } from "@sess/core";
import type { Saved } from "@sess/node";

/** What `createSessions` returns, as far as it is needed here. */
export interface NativeSessions {
  /** Each knows who is signed in, by data of an old session. */
  readonly migrations: readonly { userId?(data: Readonly<Record<string, unknown>>): string | undefined }[];
  open(exchange: HttpExchange, request: object): NativeRequest;
}

/** One request's native session. */
export interface NativeRequest extends Saved {
  readonly session: NativeSession;
}

/** A native session: its data are its own properties. */
export interface NativeSession {
  readonly id: string;
  readonly isNew: boolean;
  reload(): PromiseLike<unknown>;
  logout(): PromiseLike<unknown>;
  update<Result>(change: (draft: object) => Result): PromiseLike<Result>;
}

/**
 * A request as core is to see it. Without the guard against other sites' requests: express-session has none, and apps that run on it have
 * their own. Without our own cookie, where core must not take it over.
 */
export class NativeExchange implements HttpExchange {
  readonly cookieHeader: string | undefined;
  readonly method = "GET";
  readonly #exchange: HttpExchange;

  /** @param without the name of a cookie that core is not to see. */
  constructor(exchange: HttpExchange, without?: string) {
    this.#exchange = exchange;
    const isOther = (pair: string): boolean => pair.split("=", 1)[0]?.trim() !== without;
    const pairs = exchange.cookieHeader?.split(";").filter(isOther) ?? [];
    this.cookieHeader = pairs.length > 0 ? pairs.join(";") : undefined;
  }

  get secure(): boolean {
    return this.#exchange.secure;
  }

  get path(): string {
    return this.#exchange.path;
  }

  header(name: string): string | undefined {
    return name === "upgrade" ? undefined : this.#exchange.header(name);
  }

  responseHeader(name: string): string | undefined {
    return this.#exchange.responseHeader(name);
  }

  setResponseHeader(name: string, value: string): void {
    this.#exchange.setResponseHeader(name, value);
  }

  appendResponseHeader(name: string, value: string): void {
    this.#exchange.appendResponseHeader(name, value);
  }
}
