import { html } from "@remix-run/html-template";
import { isAdmin } from "../users.js";

/** @typedef {import("@remix-run/html-template").SafeHtml} Html */
/** @typedef {import("@sess/core").Session<import("../sessions.js").ShopData>} ShopSession */

/**
 * A whole page. Whatever `html` puts into a page is escaped, unless it comes from `html` itself.
 *
 * @param {object} page
 * @param {string} page.title
 * @param {ShopSession} [page.session] Without it, the page does not say who is signed in, and shows no messages.
 * @param {string} [page.script]
 * @param {Html} page.content
 */
export async function layout({ title, session, script, content }) {
  const messages = (await session?.takeFlash("info")) ?? [];
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title} · Paper &amp; Ink</title>
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/style.css" />
          ${script ? html`<script type="module" src="${script}"></script>` : ""}
        </head>
        <body>
          <header>
            <a class="brand" href="/">Paper &amp; Ink</a>
            <nav aria-label="Main">
              <a href="/shop">Shop</a>
              <a href="/profile">Profile</a>
              ${session ? accountLinks(session) : ""}
            </nav>
          </header>
          <main>
            ${messages.map((message) => html`<p class="note" role="status">${message}</p>`)} ${content}
          </main>
          <footer>An example app of @sess. Nothing here is for sale.</footer>
        </body>
      </html>`,
  );
}

/** @param {ShopSession} session */
function accountLinks(session) {
  if (session.userId === undefined)
    return html`<a href="/sign-in">Sign in</a> <a href="/sign-up">Sign up</a>`;
  return html`
    ${isAdmin(session.userId) ? html`<a href="/admin">Admin</a>` : ""}
    <form method="post" action="/sign-out">
      <button class="quiet">Sign out</button>
    </form>
  `;
}
