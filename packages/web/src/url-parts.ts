/**
 * The host of a request's URL, and its path without the query. Not by `new URL()`, which throws: Bun and Deno make the URL of what the
 * client has sent as its Host, whatever that is, and Bun leaves it at the path where it makes no sense.
 */
export function partsOf(url: string): { readonly host: string; readonly path: string } {
  const { host = "", path = "" } = /^(?:[a-z]+:\/\/(?<host>[^/?#]*))?(?<path>[^?#]*)/.exec(url)?.groups ?? {};
  return { host, path: path === "" ? "/" : path };
}
