import type { Context } from "hono";

interface Opened {
  readonly session: object;
}

/**
 * Makes `c.get("session")` and `c.var.session` read anew each time. What `c.set` keeps is one value, made in every request: then a page
 * that never asks for the session would vary with the cookie all the same, and after `regenerate()` it would be the old one.
 */
export function setSession(c: Context, opened: Opened): void {
  // It stands for its session. Who sets a `session` of his own later gets that.
  c.set("session", opened);
  const kept = c.get.bind(c);
  const get = (name: string): unknown => {
    const value: unknown = kept(name);
    return value === opened ? opened.session : value;
  };
  Object.defineProperties(c, {
    get: { configurable: true, value: get },
    var: { configurable: true, get: () => withSession(variablesOf(c), get) },
  });
}

/** As Hono has them: a copy each time. */
function variablesOf(c: Context): object {
  return Reflect.get(Object.getPrototypeOf(c) as object, "var", c) as object;
}

function withSession(variables: object, get: (name: string) => unknown): object {
  return Object.defineProperty(variables, "session", {
    configurable: true,
    enumerable: true,
    get: () => get("session"),
  });
}
