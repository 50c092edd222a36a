// The pages, which are the same in all three. Whatever `html` puts into a page is escaped.
import { html } from "@remix-run/html-template";
import { ports } from "./ports.js";

/** @typedef {import("@sess/core").Session<import("./sessions.js").Visits>} Session */

/**
 * @param {string} framework
 * @param {string} hostname A cookie counts for all ports of one host: the links must not change it.
 * @param {Session} session
 */
export function homePage(framework, hostname, session) {
  const links = [...ports].map(
    ([name, port]) =>
      html`<li>
        ${name === framework ? html`<strong>${name}</strong>` : html`<a href="http://${hostname}:${port}/">${name}</a>`}
      </li>`,
  );
  return page(
    framework,
    html`
      <p>${session.userId === undefined ? "You are not signed in." : `You are ${session.userId}.`}</p>
      ${session.userId === undefined ? signInForm : signOutForm}
      <p><a href="/private">Private page</a></p>
      <p>The same session answers at:</p>
      <ul>
        ${links}
      </ul>
    `,
  );
}

/** @param {string} framework @param {Session} session */
export function privatePage(framework, { userId, express = 0, fastify = 0, koa = 0 }) {
  return page(
    framework,
    html`
      <p>Only for you, ${userId}.</p>
      <p>You were here by way of Express: ${express}, Fastify: ${fastify}, Koa: ${koa}</p>
      <p><a href="/">Back</a></p>
    `,
  );
}

const signInForm = html`
  <form method="post" action="/login">
    <label>Name <input name="name" value="ada" autocomplete="username" required /></label>
    <label>
      Password
      <input name="password" type="password" value="lovelace" autocomplete="current-password" required />
    </label>
    <button>Sign in</button>
  </form>
`;

const signOutForm = html` <form method="post" action="/logout"><button>Sign out</button></form> `;

/** @param {string} framework @param {import("@remix-run/html-template").SafeHtml} content */
function page(framework, content) {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${framework}</title>
          <style>
            body {
              margin: 2rem auto;
              max-width: 36rem;
              padding: 0 1rem;
              font:
                1rem/1.6 system-ui,
                sans-serif;
            }
            label {
              margin-right: 1rem;
            }
          </style>
        </head>
        <body>
          <h1>${framework} answers</h1>
          ${content}
        </body>
      </html>`,
  );
}
