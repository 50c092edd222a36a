import { printable } from "./printable.js";
import { refuse } from "./validate.js";

/** Everything that can stand in a host with its port; nothing that only looks like it, as in `good@evil` or `evil/good`. */
const HOST = /^[^\s/?#@\\*]+$/;
const WEB_ORIGIN = /^(https?:\/\/)([^\s/?#@\\*]+)$/i;
/** What a browser writes for pages that do not come from the web: `capacitor://localhost`, `chrome-extension://…`. */
const APP_ORIGIN = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[^\s/?#@\\*]+$/;

/** Whether every entry could match: a typing error would go unnoticed, and `null` is what any page can send. */
export function trustedOriginsOf(option: unknown): readonly string[] {
  if (!Array.isArray(option)) return refuse("crossOrigin.trustedOrigins", option, "an array of origins");
  return option.map((origin: unknown, index) => {
    if (typeof origin === "string" && (APP_ORIGIN.test(origin) || isWritten(origin))) return origin;
    return refuse(
      `crossOrigin.trustedOrigins[${index}]`,
      origin,
      "as browsers write an origin: https://app.example.com, in small letters, without a slash at the end or :443",
    );
  });
}

function isWritten(origin: string): boolean {
  return WEB_ORIGIN.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}

/**
 * The same host and port. Behind a proxy that nobody told us of, the request's own scheme is not known here, so the default
 * port is that of the origin's scheme. But what came over TLS is not for a page that anybody on the way could have changed.
 */
export function isOfHost(origin: string, host: string | undefined, secure: boolean): boolean {
  const [, scheme, authority] = WEB_ORIGIN.exec(origin) ?? [];
  if (scheme === undefined || authority === undefined || host === undefined || !HOST.test(host)) return false;
  if (secure && scheme.toLowerCase() === "http://") return false;
  const wanted = hostOf(scheme + authority);
  return wanted !== undefined && wanted === hostOf(scheme + host);
}

/** For those who do not tell where they come from. */
export function originAdvice(host: string | undefined, secure: boolean): string {
  return `Browsers tell; a script or a test has to: Origin: ${secure ? "https" : "http"}://${printable(host ?? "this.host")}.`;
}

/** Host and port in the spelling of URLs. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
