/** OWASP's testing guide, chapter on sessions. @type {readonly import("../requirements.js").Row[]} */
export const wstg = [
  { id: "SESS-01", by: "library", requirement: "Tokens have no structure and cannot be forged" },
  { id: "SESS-02", by: "library", requirement: "The cookie's attributes" },
  {
    id: "SESS-03",
    by: "library",
    requirement: "Fixation: a token from before the login is worth nothing after it",
  },
  { id: "SESS-04", by: "library", requirement: "The token appears in no URL, body, cache or clear text" },
  { id: "SESS-05", by: "library", requirement: "Other sites cannot act for the user" },
  { id: "SESS-06", by: "library", requirement: "After the logout nothing is left that works" },
  { id: "SESS-07", by: "library", requirement: "The server ends sessions by time, whatever the cookie says" },
  {
    id: "SESS-08",
    by: "library",
    requirement: "Data of one step do not pass for another: only `login` signs in",
  },
  { id: "SESS-09", by: "library", requirement: "The cookie does not leave over plain HTTP" },
  { id: "SESS-10", by: "outside", requirement: "Signed tokens (JWT) are sound", why: "None are used." },
  { id: "SESS-11", by: "library", requirement: "Of many logins, old sessions end" },
];
