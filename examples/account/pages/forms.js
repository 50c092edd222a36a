import { html } from "@remix-run/html-template";

/**
 * A field of the form that was sent. Anybody can send anything: what is no text counts as empty.
 *
 * @param {import("express").Request} req
 * @param {string} name
 */
export function field(req, name) {
  const value = req.body?.[name];
  return typeof value === "string" ? value : "";
}

/** @param {string | undefined} problem */
export function problemNote(problem) {
  return problem ? html`<p class="problem" role="alert">${problem}</p>` : "";
}
