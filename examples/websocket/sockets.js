// The open sockets, filed under the handle of the session that opened them: `session.id` stays the same when the
// session gets a new token, and is no secret.

/**
 * @typedef {object} Connection
 * @property {import("ws").WebSocket} socket
 * @property {string} handle
 * @property {string} user
 * @property {Date} expiresAt When the session ends, as far as is known.
 * @property {{ host: string | undefined, origin: string | undefined, cookie: string | undefined }} headers
 *   What came with the upgrade. The cookie is missing while only the browser knows the session's new one.
 */

/** What a socket is closed with when its session is over: the page asks to sign in again. */
const SIGNED_OUT = 4401;

/** @type {Map<string, Set<Connection>>} */
const byHandle = new Map();

/** @param {Connection} connection */
export function add(connection) {
  byHandle.set(connection.handle, connectionsOf(connection.handle).add(connection));
}

/** @param {Connection} connection */
export function remove(connection) {
  const connections = connectionsOf(connection.handle);
  connections.delete(connection);
  if (connections.size === 0) byHandle.delete(connection.handle);
}

/** @returns {Connection[]} */
export const all = () => [...byHandle.values()].flatMap((connections) => [...connections]);

/**
 * Closes a socket. It is sent nothing from now on, however slow its other end is.
 *
 * @param {Connection} connection
 * @param {number} code
 * @param {string} reason
 */
export function close(connection, code, reason) {
  remove(connection);
  connection.socket.close(code, reason);
}

/** @param {Connection} connection */
export function signOut(connection) {
  close(connection, SIGNED_OUT, "signed out");
}

/**
 * A logout closes the session's sockets at once, wherever it was clicked, and so does a revocation. This hears what happens in
 * this process; what happens in others is found by the checks in chat.js.
 *
 * @param {import("@sess/core").SessionEvent} event
 */
export function hear(event) {
  if (event.type === "ended") connectionsOf(event.id).forEach(signOut);
  if (event.type === "user_revoked") {
    const over = all().filter(({ user, handle }) => user === event.userId && handle !== event.except);
    over.forEach(signOut);
  }
  if (event.type === "all_revoked") all().forEach(signOut);
  if (event.type === "login" && event.previousId !== undefined && event.previousId !== event.id) {
    connectionsOf(event.previousId).forEach(signOut); // Somebody else signed in with the same browser.
  }
  // The session goes on under a new token, and so do its sockets. Their old cookie leads nowhere any more.
  if (event.type === "rotated" || event.type === "login") setCookie(event.id, undefined);
}

/**
 * With each request the browser shows the cookie that counts now: its sockets are checked by that one.
 *
 * @param {string} handle
 * @param {string | undefined} cookie
 */
export function setCookie(handle, cookie) {
  for (const { headers } of connectionsOf(handle)) headers.cookie = cookie;
}

/** @param {string} handle @returns {Set<Connection>} */
function connectionsOf(handle) {
  return byHandle.get(handle) ?? new Set();
}
