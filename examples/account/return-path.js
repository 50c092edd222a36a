const usual = "/shop";
const here = "http://here.invalid";

/**
 * Where to go after signing in: a path of this site, whatever the link asked for.
 *
 * @param {unknown} wanted
 */
export function returnPath(wanted) {
  if (typeof wanted !== "string" || !URL.canParse(wanted, here)) return usual;
  const { origin, pathname, search } = new URL(wanted, here);
  // "/.//elsewhere.example" passes as a path of this site until it is written out: then it names another host.
  const isPath = /^\/(?!\/)/.test(pathname);
  return origin === here && isPath ? pathname + search : usual;
}
