// A chat over WebSockets, for signed-in users.
import { on } from "node:events";
import { STATUS_CODES } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { sessions } from "./sessions.js";
import { add, all, close, remove, signOut } from "./sockets.js";

/** @typedef {import("./sockets.js").Connection} Connection */

const longestText = 500;

/**
 * Answers the upgrade requests of a server.
 *
 * @param {import("node:http").Server} server
 * @param {{ checkEveryMs?: number }} [options]
 */
export function startChat(server, { checkEveryMs = 10_000 } = {}) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 });

  server.on("upgrade", async (request, stream, head) => {
    stream.on("error", hangUp);
    try {
      if (request.url !== "/chat") return refuse(stream, 404);
      // No middleware sees this request. `load` reads its session and looks at its Origin: a page of another site is
      // refused by an error with status 403, although the browser has sent the cookie.
      const session = await sessions.load(request);
      if (session?.userId === undefined) return refuse(stream, 401);
      const { id: handle, userId: user, expiresAt } = session;
      const { host, origin, cookie } = request.headers;
      const headers = { host, origin, cookie };
      stream.off("error", hangUp);
      sockets.handleUpgrade(request, stream, head, (socket) => {
        // It fails when somebody sends what is no WebSocket message, and then the socket is closed already.
        talk({ socket, handle, user, expiresAt, headers }).catch(() => socket.terminate());
      });
    } catch (error) {
      refuse(stream, statusOf(error));
    }
  });

  // A message is checked before it is passed on. This is for those who only listen: without it, a session that expires,
  // or that another process ends, would go on hearing. It costs one read for each socket, so it is a trade: after at
  // most this long nobody hears anything who should not.
  const checks = setInterval(() => {
    for (const connection of all()) void isSignedIn(connection);
  }, checkEveryMs);

  return {
    close() {
      clearInterval(checks);
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/** The life of one socket. @param {Connection} connection */
async function talk(connection) {
  const { socket, user } = connection;
  socket.on("error", () => {}); // "close" follows.
  socket.once("close", () => {
    remove(connection);
    tellWhoIsHere();
  });
  add(connection);
  // One message after the other: the socket is not read from while eight of them wait.
  const messages = on(socket, "message", { close: ["close"], highWaterMark: 8, lowWaterMark: 1 });
  // The session may have ended after it was read and before the socket was filed: nobody would have closed it then.
  if (!(await isSignedIn(connection))) return;
  tellWhoIsHere();
  for await (const [data] of messages) {
    if (!(await isSignedIn(connection))) return;
    const text = String(data).trim().slice(0, longestText);
    if (text !== "") tell({ type: "message", from: user, text });
  }
}

/**
 * Whether the session that opened a socket is still there; if not, the socket is closed. Each check reads the store once.
 * It does not extend the session: only requests do, and the page makes one while somebody is typing.
 *
 * @param {Connection} connection
 */
async function isSignedIn(connection) {
  const { headers, handle, socket } = connection;
  const { cookie } = headers;
  try {
    const session = cookie === undefined ? undefined : await sessions.load({ headers });
    if (session?.id === handle) connection.expiresAt = session.expiresAt;
    // Unless the cookie was replaced meanwhile: then this is only the end of the old one.
    else if (cookie !== undefined && cookie === headers.cookie) signOut(connection);
  } catch {
    // A store that does not answer has not said that the session is over. The page comes back by itself.
    close(connection, 1013, "try again later");
  }
  if (connection.expiresAt.getTime() <= Date.now()) signOut(connection);
  return socket.readyState === WebSocket.OPEN;
}

/** @param {unknown} message */
function tell(message) {
  const text = JSON.stringify(message);
  for (const { socket } of all()) socket.send(text);
}

function tellWhoIsHere() {
  tell({ type: "here", users: [...new Set(all().map(({ user }) => user))].sort() });
}

/** @param {import("node:stream").Duplex} stream @param {number} status */
function refuse(stream, status) {
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** @this {import("node:stream").Duplex} */
function hangUp() {
  this.destroy();
}

/** The errors of @sess have a status: 403 for another site's page, 503 for a store that fails. @param {any} error */
function statusOf(error) {
  if (error?.status === undefined) console.error(error);
  return error?.status ?? 500;
}
