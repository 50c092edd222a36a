import { CookieWriter } from "./cookie-writer.js";
import { bareSeal, type CookieSeal, TagSeal } from "./cookie-tags.js";
import { Epoch } from "./epoch.js";
import type { OnEvent } from "./events.js";
import { GuardedStore } from "./guarded-store.js";
import type { Policy } from "./options.js";
import type { StoredRecord } from "./store.js";
import type { StoredSession } from "./stored-session.js";

/** The cookie on one kind of transport: how it is called, written and sealed. */
export interface Cookie {
  readonly writer: CookieWriter;
  readonly seal: CookieSeal;
}

/** What all requests of one manager share. */
export interface Context {
  readonly policy: Policy;
  readonly store: GuardedStore;
  /** What was read of records that many requests share. */
  readonly known: WeakMap<StoredRecord, StoredSession>;
  readonly epoch: Epoch;
  /** The cookie over TLS. */
  readonly secureCookie: Cookie;
  /** The cookie over plain HTTP; absent where that gets none. */
  readonly plainCookie: Cookie | undefined;
  readonly emit: OnEvent;
  now(): number;
}

export function contextOf(policy: Policy): Context {
  const emit = safely(policy.onEvent);
  // A clock may count fractions; what is stored are whole milliseconds.
  const now = (): number => Math.floor(policy.clock.now());
  const store = new GuardedStore(policy.store, policy.storeTimeoutMs, emit);
  return {
    policy,
    store,
    known: new WeakMap(),
    epoch: new Epoch(store, now, emit),
    secureCookie: cookieOf(policy, true),
    plainCookie: policy.allowPlainHttp ? cookieOf(policy, false) : undefined,
    emit,
    now,
  };
}

function cookieOf(policy: Policy, secure: boolean): Cookie {
  const writer = new CookieWriter(policy.cookie, secure);
  return { writer, seal: policy.keys.length === 0 ? bareSeal : new TagSeal(policy.keys, writer.name) };
}

/** A listener that throws has a bug of its own; the request that told it goes on. */
function safely(onEvent: OnEvent): OnEvent {
  const report = (error: unknown): void => console.error("[sess] onEvent threw:", error);
  return (event) => {
    try {
      // An async function fits the type; a rejection that nobody handles would end the process.
      const result: unknown = onEvent(event);
      if (result instanceof Promise) result.catch(report);
    } catch (error) {
      report(error);
    }
  };
}
