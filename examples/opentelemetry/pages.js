// Whatever `html` puts into a page is escaped.
import { html } from "@remix-run/html-template";

/** @param {string | undefined} user */
export function homePage(user) {
  if (user !== undefined) return page(html`<p>You are ${user}. <a href="/private">Private page</a></p>`);
  return page(html`
    <form method="post" action="/login">
      <label>Name <input name="name" value="ada" autocomplete="username" required /></label>
      <label>
        Password
        <input name="password" type="password" value="lovelace" autocomplete="current-password" required />
      </label>
      <button>Sign in</button>
    </form>
  `);
}

/** @param {import("@sess/core").Session<import("./sessions.js").Data>} session */
export function privatePage({ id, userId, note = "" }) {
  return page(html`
    <p>
      Only for you, ${userId}. The handle of your session, which you find in the traces: <code>${id}</code>
    </p>
    <form method="post" action="/private">
      <label>A note, which you do not find there <input name="note" value="${note}" /></label>
      <button>Keep</button>
    </form>
    <form method="post" action="/logout"><button>Sign out</button></form>
    <form method="post" action="/logout-everywhere"><button>Sign out everywhere</button></form>
  `);
}

/** @param {import("@remix-run/html-template").SafeHtml} content */
function page(content) {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>Sessions and OpenTelemetry</title>
        </head>
        <body>
          <h1>Sessions and OpenTelemetry</h1>
          ${content}
        </body>
      </html>`,
  );
}
