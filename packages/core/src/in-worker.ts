/**
 * Whether this is a Cloudflare Worker, by the name that Cloudflare documents for it. What one request has begun there (a timer, a store
 * call) ends with that request, and whoever else waits for it waits in vain.
 */
export function inWorker(): boolean {
  const { navigator } = globalThis as { navigator?: { userAgent?: unknown } };
  return navigator?.userAgent === "Cloudflare-Workers";
}
