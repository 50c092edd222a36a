/** Forged requests. @type {readonly import("../requirements.js").Row[]} */
export const csrf = [
  {
    id: "X-01",
    by: "library",
    requirement: "A guard on by default, ahead of the handler, with a session or without",
  },
  {
    id: "X-02",
    by: "library",
    requirement:
      "Origins that the app names; the host is compared otherwise, and forwarded headers are not read",
  },
  {
    id: "X-03",
    by: "means",
    requirement: "A token for forms: masked, of this session, from header or body only",
  },
  { id: "X-04", by: "means", requirement: "The guard enforces, only reports, or is off" },
  { id: "X-05", by: "means", requirement: "Exempt routes: by exact method and path, and without a session" },
  {
    id: "X-06",
    by: "means",
    requirement: "A form's token before the login begins a session, which the login ends",
  },
  { id: "X-07", by: "means", requirement: "WebSockets: the origin must match, though they are GET" },
  {
    id: "X-08",
    by: "means",
    requirement: "Cross-site loads of private resources are refused",
    why: "Not built: the guard lets GET pass; SameSite keeps the cookie off loads from other sites, not from sibling hosts.",
  },
  {
    id: "X-09",
    by: "library",
    requirement: "Never: double-submit cookies, Referer, content types, method override ahead of the guard",
  },
];
