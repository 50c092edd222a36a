import type { HttpExchange } from "./exchange.js";
import type { Scope } from "./scope.js";

/** Sets the response's headers, after the store has what they promise. Called once a response. */
export function writeHead(scope: Scope): void {
  scope.headSent = true;
  const { exchange, state } = scope;
  const setCookie = cookieLine(scope);
  if (setCookie !== undefined) {
    for (const line of [setCookie, ...(scope.droppedCookies ?? [])])
      exchange.appendResponseHeader("Set-Cookie", line);
  }
  if (scope.used || setCookie !== undefined) {
    varyOnCookie(exchange);
    restrictCaching(
      exchange,
      setCookie !== undefined,
      state.status !== "new" && state.facts.userId !== undefined,
    );
  }
}

/** A new value, a cleared cookie, or nothing: what the browser has stays right. */
function cookieLine(scope: Scope): string | undefined {
  const { cookie, state, context } = scope;
  if (cookie === undefined) return undefined;
  if (state.status === "stored" && state.cookie !== undefined) {
    if (!scope.exchange.secure) context.emit(UNPROTECTED);
    const { persistent } = context.policy.cookie;
    const lifeMs = state.absoluteDeadline - context.now();
    return cookie.writer.set(state.cookie, persistent ? Math.max(0, Math.floor(lifeMs / 1000)) : undefined);
  }
  return scope.endedHere && scope.cookieCame ? cookie.writer.clear() : undefined;
}

const UNPROTECTED = {
  type: "insecure_transport",
  cookie: "unprotected",
  advice:
    "The session cookie goes out over plain HTTP, without Secure. That is fine on localhost. In production set " +
    "NODE_ENV=production, and put TLS in front.",
} as const;

/** A cache must not hand one visitor's page to another (CVE-2023-30861 and its kin). */
function varyOnCookie(exchange: HttpExchange): void {
  const vary = exchange.responseHeader("Vary");
  if (vary === undefined) exchange.setResponseHeader("Vary", "Cookie");
  else if (!/(?:^|,)\s*(?:cookie|\*)\s*(?:,|$)/i.test(vary)) {
    exchange.appendResponseHeader("Vary", "Cookie");
  }
}

/**
 * `no-store` with a cookie. Without one: `no-store` for a signed-in user, where the app has not said anything, for a browser would
 * show his page again after a logout, by the back button and without a request (ASVS 14.3.2); else `private`. What the app has
 * set more strictly stays.
 */
function restrictCaching(exchange: HttpExchange, setsCookie: boolean, signedIn: boolean): void {
  const current = exchange.responseHeader("Cache-Control") ?? "";
  if (current === "")
    return exchange.setResponseHeader("Cache-Control", setsCookie || signedIn ? "no-store" : "private");
  const directives = current
    .split(",")
    .map((directive) => directive.trim())
    .filter((directive) => directive !== "");
  const has = (name: string): boolean => directives.some((directive) => directive.toLowerCase() === name);
  if (has("no-store")) return;
  if (setsCookie) return exchange.setResponseHeader("Cache-Control", "no-store");
  if (has("private")) return;
  const shared = /^(?:public|s-maxage(?:=.*)?|proxy-revalidate)$/i;
  const kept = directives.filter((directive) => !shared.test(directive));
  exchange.setResponseHeader("Cache-Control", ["private", ...kept].join(", "));
}
