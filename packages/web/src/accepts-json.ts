/**
 * Whether a script asks: it accepts JSON, by name or as "anything", and no page. Browsers that load a page name HTML. A request that
 * says nothing gets text: that may be anybody.
 */
export function acceptsJson(request: Request): boolean {
  const accepted = (request.headers.get("accept") ?? "")
    .toLowerCase()
    .split(",")
    .filter((range) => !/;\s*q=0(\.0*)?\s*$/.test(range))
    .map((range) => range.split(";")[0]?.trim() ?? "");
  return (
    !accepted.includes("text/html") &&
    accepted.some((type) => /^(\*|application)\/(\*|(.+\+)?json)$/.test(type))
  );
}
