import { html } from "@remix-run/html-template";
import { deviceList } from "./device-list.js";

/** @typedef {import("../users.js").User & { devices: readonly import("./device-list.js").Device[] }} UserWithDevices */

/** @param {UserWithDevices[]} users */
export function adminPage(users) {
  const total = users.reduce((sum, { devices }) => sum + devices.length, 0);
  return html`
    <h1>Who is signed in</h1>
    <p class="lead">${users.length} users, ${sessionsIn(total)}.</p>
    <div class="users">${users.map((user, i) => userCard(user, `user-${i}`))}</div>
    <p class="actions"><a class="button danger" href="/admin/everybody">Sign everybody out…</a></p>
  `;
}

/** @param {UserWithDevices} user @param {string} titleId */
function userCard({ id, name, role, devices }, titleId) {
  return html`
    <section class="card" aria-labelledby="${titleId}">
      <h2 id="${titleId}">
        <span class="name">${name}</span> ${role ? html`<span class="badge">${role}</span>` : ""}
      </h2>
      <p class="hint">${sessionsIn(devices.length)}</p>
      ${
        devices.length > 0
          ? html`<form method="post" action="/admin">
              <input type="hidden" name="user" value="${id}" />
              ${deviceList(devices)}
              <button class="quiet" name="end" value="all" aria-label="Sign ${name} out everywhere">
                Sign out everywhere
              </button>
            </form>`
          : ""
      }
    </section>
  `;
}

export const everybodyPage = html`
  <div class="narrow">
    <h1>Sign everybody out?</h1>
    <p>
      Every session ends at once, yours as well, and so does every cart of a visitor who is not signed in. It
      cannot be undone.
    </p>
    <form class="actions" method="post" action="/admin/everybody">
      <button class="danger">Sign everybody out</button>
      <a class="button quiet" href="/admin">Back</a>
    </form>
  </div>
`;

/** @param {number} count */
function sessionsIn(count) {
  return count === 1 ? "1 session" : `${count === 0 ? "no" : count} sessions`;
}
