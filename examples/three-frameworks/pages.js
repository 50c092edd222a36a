// The pages, which are the same in all three. Whatever `html` puts into a page is escaped.
import { html } from "@remix-run/html-template";
import { page, signInForm, signOutForm } from "@sess-example/shared/page.js";
import { ports } from "./ports.js";

/** @typedef {import("@sess/core").Session<import("./sessions.js").Visits>} Session */

/**
 * @param {string} framework
 * @param {string} hostname A cookie counts for all ports of one host: the links must not change it.
 * @param {Session} session
 */
export function homePage(framework, hostname, { userId }) {
  return page(
    framework,
    html`
      <header>
        <h1>${framework} answers</h1>
        <span>${userId === undefined ? "You are not signed in." : `You are ${userId}.`}</span>
        ${userId === undefined ? "" : signOutForm}
      </header>
      ${userId === undefined ? signInForm() : ""}
      <p>The same session answers at:</p>
      <ul class="tiles">
        ${[...ports].map(([name, port]) => html`<li>${linkTo(name, name === framework, hostname, port)}</li>`)}
      </ul>
      <p><a href="/private">Private page</a></p>
    `,
  );
}

/** @param {string} name @param {boolean} isThis @param {string} hostname @param {number} port */
function linkTo(name, isThis, hostname, port) {
  if (isThis) return html`<strong>${name}</strong>`;
  return html`<a href="http://${hostname}:${port}/">${name}</a>`;
}

/** @param {string} framework @param {Session} session */
export function privatePage(framework, { userId, express = 0, fastify = 0, koa = 0 }) {
  return page(
    framework,
    html`
      <h1>${framework} answers</h1>
      <div class="card">
        <p>Only for you, ${userId}.</p>
        <p>You were here by way of Express: ${express}, Fastify: ${fastify}, Koa: ${koa}</p>
      </div>
      <p><a href="/">Back</a></p>
    `,
  );
}
