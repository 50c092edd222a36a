import { mustTouch } from "./commit.js";
import { newCsrfToken, requireCsrfToken } from "./csrf.js";
import { addFlash, takeFlash } from "./flash.js";
import { login } from "./login.js";
import { LazyFields } from "./lazy-fields.js";
import { requireLogin } from "./login-demand.js";
import { isReservedKey, refuseKey, RESERVED_KEYS } from "./reserved.js";
import type { Scope } from "./scope.js";
import type { ReservedKey } from "./session.js";
import type { SessionState } from "./session-state.js";
import { update } from "./update.js";
import { namesOption } from "./validate.js";
import { logout, regenerate, reload, rotate, save, touch } from "./verbs.js";

/**
 * What the app holds: its data are own properties; verbs and facts are accessors of the prototype, so that assigning to
 * one of these names is refused with an event and neither breaks the session nor throws.
 */
export class SessionObject extends LazyFields {
  readonly #scope: Scope;
  readonly #state: SessionState;

  constructor(scope: Scope) {
    super(scope.state);
    this.#scope = scope;
    this.#state = scope.state;
    this.#state.fill(this);
  }

  static scopeOf(session: SessionObject): Scope {
    return session.#scope;
  }

  static stateOf(session: SessionObject): SessionState {
    return session.#state;
  }

  /** Runs a verb for the request that the session belongs to; an object from before `regenerate` has nothing to work on. */
  static run(session: SessionObject, verb: (scope: Scope) => Promise<unknown>, callback: unknown): unknown {
    const scope = session.#scope;
    const work = scope.run(() => {
      if (scope.state === session.#state) return verb(scope);
      return Promise.reject(
        new TypeError("This session object was replaced by regenerate(); use the request's new one."),
      );
    });
    return typeof callback === "function" ? callBack(work, callback as Callback) : work;
  }
}

type Callback = (error?: unknown, result?: unknown) => void;

/** Leaves the promise chain first: what the callback throws is its own, and must not come back as a second call. */
function callBack(work: Promise<unknown>, callback: Callback): void {
  work.then(
    (result) => queueMicrotask(() => (result === undefined ? callback() : callback(undefined, result))),
    (error: unknown) => queueMicrotask(() => callback(error)),
  );
}

/** Each verb names a parameter for its callback: grant looks at `save.length` to learn whether it can wait. */
const verbs = {
  login(this: SessionObject, userId: unknown, options?: unknown, callback?: unknown): unknown {
    if (typeof options === "function")
      return SessionObject.run(this, (scope) => login(scope, userId, undefined), options);
    return SessionObject.run(this, (scope) => login(scope, userId, options), callback);
  },
  logout(this: SessionObject, callback: unknown): unknown {
    return SessionObject.run(this, logout, callback);
  },
  destroy(this: SessionObject, callback: unknown): unknown {
    return SessionObject.run(this, logout, callback);
  },
  rotate(this: SessionObject, callback: unknown): unknown {
    return SessionObject.run(this, rotate, callback);
  },
  regenerate(this: SessionObject, keep?: unknown, callback?: unknown): unknown {
    if (keep === undefined || typeof keep === "function")
      return SessionObject.run(this, regenerate, keep ?? callback);
    return SessionObject.run(this, (scope) => regenerateWith(scope, this, keep), callback);
  },
  update(this: SessionObject, change: unknown, callback: unknown): unknown {
    return SessionObject.run(this, (scope) => update(scope, change), callback);
  },
  save(this: SessionObject, callback: unknown): unknown {
    return SessionObject.run(this, save, callback);
  },
  reload(this: SessionObject, callback: unknown): unknown {
    return SessionObject.run(this, reload, callback);
  },
  touch(this: SessionObject, callback: unknown): unknown {
    return SessionObject.run(this, touch, callback);
  },
  requireLogin(this: SessionObject, demand: unknown): string {
    return requireLogin(SessionObject.scopeOf(this), demand);
  },
  newCsrfToken(this: SessionObject, callback: unknown): unknown {
    return SessionObject.run(this, newCsrfToken, callback);
  },
  requireCsrfToken(this: SessionObject, token: unknown, callback: unknown): unknown {
    return SessionObject.run(this, (scope) => requireCsrfToken(scope, token), callback);
  },
  addFlash(this: SessionObject, key: unknown, message: unknown, callback: unknown): unknown {
    return SessionObject.run(this, (scope) => addFlash(scope, key, message), callback);
  },
  takeFlash(this: SessionObject, key: unknown, callback: unknown): unknown {
    return SessionObject.run(this, (scope) => takeFlash(scope, key), callback);
  },
  get(this: SessionObject, key: string): unknown {
    return Object.hasOwn(this, key) ? Reflect.get(this, key) : undefined;
  },
  set(this: SessionObject, key: string, value: unknown): void {
    if (isReservedKey(key)) return refuseKey(SessionObject.scopeOf(this), key);
    if (value === undefined) Reflect.deleteProperty(this, key);
    else Reflect.set(this, key, value);
  },
};

/** @fastify/passport passes the names of what the new session begins with. */
async function regenerateWith(scope: Scope, old: SessionObject, keep: unknown): Promise<void> {
  const names = namesOption("regenerate(keep)", keep);
  await regenerate(scope);
  const next = new SessionObject(scope);
  for (const name of names) if (Object.hasOwn(old, name)) Reflect.set(next, name, Reflect.get(old, name));
}

type Fact = Exclude<ReservedKey, keyof typeof verbs>;

const facts: Readonly<Record<Fact, (state: SessionState, scope: Scope) => unknown>> = {
  id: (state) => state.facts.id,
  isNew: (state) => state.status === "new",
  userId: (state) => state.facts.userId,
  createdAt: (state) => new Date(state.facts.createdAt),
  authenticatedAt: ({ facts: { authenticatedAt, unproven } }) =>
    authenticatedAt === undefined || unproven ? undefined : new Date(authenticatedAt),
  assuranceLevel: (state) => state.assuranceLevel,
  // What the store will have after this request, and not more.
  expiresAt: (state, scope) =>
    new Date(state.status === "new" || mustTouch(scope) ? state.deadline : state.storedDeadline),
};

for (const name of RESERVED_KEYS) {
  Object.defineProperty(SessionObject.prototype, name, {
    get: getterOf(name),
    set(this: SessionObject) {
      refuseKey(SessionObject.scopeOf(this), name);
    },
    enumerable: false,
    configurable: false,
  });
}

/** What `console.log` shows: the data, also those that nobody has looked at yet. */
Object.defineProperty(SessionObject.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(
    this: SessionObject,
    _depth: number,
    options: unknown,
    inspect: (value: object, options: unknown) => string,
  ) {
    return `Session ${inspect(SessionObject.stateOf(this).snapshot(), options)}`;
  },
});

/** A fact is read from the session's state; a verb, or what every object has, is the same function for all. */
function getterOf(name: string): (this: SessionObject) => unknown {
  const fact = isFact(name) ? facts[name] : undefined;
  if (fact !== undefined) {
    return function (this: SessionObject) {
      return fact(SessionObject.stateOf(this), SessionObject.scopeOf(this));
    };
  }
  // Not read from Object.prototype: under --disable-proto=throw that throws.
  if (name === "__proto__") return () => SessionObject.prototype;
  const shared: unknown = Reflect.get(verbs, name) ?? Reflect.get(Object.prototype, name);
  return () => shared;
}

function isFact(name: string): name is Fact {
  return Object.hasOwn(facts, name);
}
