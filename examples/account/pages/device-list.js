import { html } from "@remix-run/html-template";
import { nameOf } from "../device-name.js";
import { sessions } from "../sessions.js";
import { ago } from "./time.js";

/** @typedef {import("@sess/core").ListedSession} Device */

/**
 * A user's devices, for a form that ends one by its button `end`.
 *
 * @param {readonly Device[]} devices the one that looks at it is seen now, and so comes first
 */
export function deviceList(devices) {
  const inOrder = [...devices].sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
  return html`<ul class="devices">
    ${inOrder.map((device) => (device.current ? thisDevice(device) : otherDevice(device)))}
  </ul>`;
}

/** It has "Sign out" in the page's header. @param {Device} device */
function thisDevice(device) {
  return html`<li>
    <div>
      <strong class="name">${nameOf(device)}</strong> <span class="badge">This device</span>
      <p class="hint">Signed in ${ago(device.createdAt)}. Here now.</p>
    </div>
  </li>`;
}

/** Two may have the same name: what describes the button tells them apart. @param {Device} device */
function otherDevice(device) {
  const { id, createdAt, lastSeenAt } = device;
  const name = nameOf(device);
  return html`<li>
    <div>
      <strong class="name">${name}</strong>
      <p class="hint" id="${id}">Signed in ${ago(createdAt)}. Last seen ${ago(lastSeenAt)}.</p>
    </div>
    <button class="quiet" name="end" value="${id}" aria-label="Sign out of ${name}" aria-describedby="${id}">
      Sign out
    </button>
  </li>`;
}

/**
 * Ends one session, if it is this user's. What somebody else has is not found, as what is no handle at all.
 *
 * @param {string} userId
 * @param {string} id
 * @returns {Promise<string>} what to say about it
 */
export async function endDevice(userId, id) {
  const device = (await sessions.list(userId)).find((session) => session.id === id);
  const ended = device && (await sessions.revoke(userId, id));
  return ended ? `Signed out of ${nameOf(device)}.` : "That device is not signed in any more.";
}
