/** Browsers do. Who takes anything, as curl does, gets JSON. @param {import("express").Request} req */
export function wantsHtml(req) {
  return req.accepts(["json", "html"]) === "html";
}
