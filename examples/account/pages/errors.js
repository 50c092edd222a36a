import { STATUS_CODES } from "node:http";
import { html } from "@remix-run/html-template";
import { sessions } from "../sessions.js";
import { wantsHtml } from "../wants-html.js";
import { confirmPath } from "./confirm.js";
import { layout } from "./layout.js";

/** @typedef {import("express").Request} Request */
/** @typedef {import("express").Response} Response */

/** @param {Request} req @param {Response} res */
export async function notFound(req, res) {
  res.status(404);
  if (wantsHtml(req))
    res.send(await layout({ title: "Not found", session: sessions.from(req), content: missing }));
  else res.json({ error: "Not found" });
}

/**
 * @param {Error & { status?: number, code?: string, expose?: boolean }} error
 * @param {Request} req
 * @param {Response} res
 * @param {import("express").NextFunction} next
 */
export async function errorPage(error, req, res, next) {
  // Errors of @sess have status 401 when somebody must sign in, and 503 when the store cannot be reached.
  const status = error.status ?? 500;
  // One line where the store is down: it comes with every request. Anything else is a mistake to be found, by its stack.
  if (status === 503) console.error(`${status} ${error.code}: ${error.message}`);
  else if (status >= 500) console.error(error);
  if (res.headersSent) next(error);
  else if (!wantsHtml(req)) {
    // What @sess says below 500 is meant for who asks: which origin was refused, for example.
    res.status(status).json({ error: error.expose ? error.message : STATUS_CODES[status] });
  } else if (error.code === "LOGIN_TOO_OLD") res.redirect(303, confirmPath(req));
  else if (status === 401) res.redirect(303, signInPath(req));
  // Without the session: it may be what failed.
  else
    res.status(status).send(await layout({ title: "Sorry", content: status === 503 ? unavailable : failed }));
}

const missing = html`<h1>Not found</h1>
  <p>There is no such page. <a href="/">Back to the start</a></p>`;

const unavailable = html`<h1>Back in a moment</h1>
  <p>
    Your session cannot be reached just now. You have not been signed out: please try again in a moment.
  </p>`;

const failed = html`<h1>That did not work</h1>
  <p>Something about this request went wrong. <a href="/">Back to the start</a></p>`;

/** @param {Request} req */
function signInPath(req) {
  return req.method === "GET" ? `/sign-in?next=${encodeURIComponent(req.originalUrl)}` : "/sign-in";
}
