// Whatever `html` puts into a page is escaped, unless it comes from `html` itself.
import { html } from "@remix-run/html-template";

/** @param {string} [problem] */
export function signInPage(problem) {
  return page(
    "Sign in",
    html`
      <h1>Sign in to chat</h1>
      ${problem ? html`<p class="problem" role="alert">${problem}</p>` : ""}
      <form class="card" method="post" action="/sign-in">
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="username" autocapitalize="none" required />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button>Sign in</button>
      </form>
      <p class="hint">
        Accounts: <code>ada</code> / <code>lovelace</code>, <code>alan</code> / <code>bletchley</code>
      </p>
    `,
  );
}

/** @param {string} user */
export function chatPage(user) {
  return page(
    "Chat",
    html`
      <header>
        <h1>Chat</h1>
        <p>You are <strong>${user}</strong>.</p>
        <form method="post" action="/rotate"><button class="quiet">New token</button></form>
        <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>
      </header>
      <p class="hint"><span id="status" role="status">Connecting…</span> <span id="here"></span></p>
      <ol id="log" class="card" aria-live="polite" aria-label="Messages"></ol>
      <form id="say">
        <label for="text" class="hidden">Message</label>
        <input id="text" maxlength="500" autocomplete="off" required autofocus />
        <button disabled>Send</button>
      </form>
      <p class="hint">Open this page in a second tab, and sign out there: this one is closed at once.</p>
      <script type="module" src="/chat.js"></script>
    `,
  );
}

/** @param {string} title @param {import("@remix-run/html-template").SafeHtml} content */
function page(title, content) {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/style.css" />
        </head>
        <body>
          ${content}
        </body>
      </html>`,
  );
}
