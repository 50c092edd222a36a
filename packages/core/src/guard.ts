import { SessionError } from "./errors.js";
import type { HttpExchange } from "./exchange.js";
import { loadOrImport } from "./import-session.js";
import type { CrossOriginPolicy } from "./options.js";
import { isOfHost, originAdvice } from "./origin.js";
import { printable, quote } from "./printable.js";
import { isOwnToken } from "./csrf.js";
import type { Scope } from "./scope.js";

/** Begins a request: looks whether it may come in, and finds its session. */
export function enter(scope: Scope): Promise<void> | undefined {
  const { crossOrigin } = scope.context.policy;
  switch (verdictOf(crossOrigin, scope.exchange)) {
    case "pass":
      return loadOrImport(scope);
    case "exempt":
      scope.exempt = true;
      return undefined;
    case "refuse":
      return turnAway(scope) ?? loadOrImport(scope);
    case "unproven":
      return loadThenProve(scope);
  }
}

/** Methods that change nothing (RFC 9110, section 9.2.1): links and images may send them from anywhere. */
export const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS"];

type Verdict = "pass" | "exempt" | "refuse" | "unproven";

/** Whether the page that sent a request is of this site. What a browser says of it, no page can change. */
function verdictOf(policy: CrossOriginPolicy, exchange: HttpExchange): Verdict {
  const { method } = exchange;
  const safe = SAFE_METHODS.includes(method);
  if (policy.mode === "off" || (safe && !opensWebSocket(exchange))) return "pass";
  if (policy.exempt.length > 0 && policy.exempt.includes(`${method} ${exchange.path}`)) return "exempt";
  const origin = exchange.header("origin");
  if (origin !== undefined && policy.trustedOrigins.includes(origin)) return "pass";
  switch (exchange.header("sec-fetch-site")) {
    case "same-origin":
    case "none": // typed into the address bar, or from a bookmark
      return "pass";
    case "same-site":
    case "cross-site":
      return "refuse";
    default:
      // A browser from before 2023, or a page on plain HTTP: then Origin decides, and Host is what it is compared with.
      // Every browser sends it with a WebSocket.
      if (origin === undefined) return safe ? "pass" : "unproven";
      return isOfHost(origin, exchange.header("host"), exchange.secure) ? "pass" : "refuse";
  }
}

/** It is asked for by a GET, and any page may open one: what is said in it is not bound to this site's pages (CSWSH). */
function opensWebSocket(exchange: HttpExchange): boolean {
  return /\bwebsocket\b/i.test(exchange.header("upgrade") ?? "");
}

/** Neither header came: no browser of today, or a proxy that strips them. Without a session there is nothing to steal. */
async function loadThenProve(scope: Scope): Promise<void> {
  await loadOrImport(scope);
  if (scope.state.status !== "stored") return;
  if (await isOwnToken(scope, scope.exchange.header("x-csrf-token"))) return;
  await turnAway(scope);
}

/** Undefined where refusals are only told of. */
function turnAway(scope: Scope): Promise<never> | undefined {
  const { context, exchange } = scope;
  const { method, path } = exchange;
  const [origin, site, host] = ["origin", "sec-fetch-site", "host"].map((name) => exchange.header(name));
  const enforced = context.policy.crossOrigin.mode === "enforce";
  const told = { origin: quote(origin), site: quote(site), host: quote(host) };
  context.emit({
    type: "cross_origin",
    method: printable(method),
    path: printable(path, 200),
    ...told,
    enforced,
  });
  if (!enforced) return undefined;
  // The error's page is for a stranger: it sees nobody's session, and begins none.
  scope.leave();
  const from = `Sec-Fetch-Site is ${told.site} and its Origin ${told.origin}; this host is ${told.host}`;
  return Promise.reject(
    new SessionError(
      "CROSS_ORIGIN",
      origin === undefined && site === undefined
        ? `This ${method} request came with a session, but without Origin and Sec-Fetch-Site, so nothing shows that a page of ` +
            `this site sent it. ${originAdvice(host, exchange.secure)} ` +
            "Or it sends X-CSRF-Token, from session.newCsrfToken()."
        : origin === "null" && site === undefined
          ? `This ${method} request does not tell which page sent it: its ${from}. Over plain HTTP that is what a browser sends for ` +
            'pages with "Referrer-Policy: no-referrer": use same-origin there, or TLS.'
          : `This ${method} request came from another site: its ${from}. If that site is yours, name its origin in ` +
            "crossOrigin.trustedOrigins of createSessions.",
    ),
  );
}
