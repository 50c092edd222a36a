import { readFileSync } from "node:fs";
import { html } from "@remix-run/html-template";

/** @typedef {import("@remix-run/html-template").SafeHtml} Html */

const style = readFileSync(new URL("style.css", import.meta.url), "utf8");

/**
 * A whole page. Whatever `html` puts into a page is escaped, unless it comes from `html` itself.
 *
 * @param {string} title
 * @param {Html} content
 */
export function page(title, content) {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          <link rel="icon" href="data:," />
          ${html.raw`<style>${style}</style>`}
        </head>
        <body>
          ${content}
        </body>
      </html>`,
  );
}

/** Filled in already: this is an example. @param {{ problem?: string | undefined }} [what] */
export function signInForm({ problem } = {}) {
  return html`
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : ""}
    <form class="card" method="post" action="/login">
      <label for="name">Name</label>
      <input id="name" name="name" value="ada" autocomplete="username" autocapitalize="none" required />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        value="lovelace"
        autocomplete="current-password"
        required
      />
      <button>Sign in</button>
      <p class="hint">Or as <code>alan</code> / <code>bletchley</code>.</p>
    </form>
  `;
}

export const signOutForm = html`<form method="post" action="/logout">
  <button class="quiet">Sign out</button>
</form>`;
