import { EventEmitter, once } from "node:events";
import { WebSocket } from "ws";
import { app } from "../app.js";
import { startChat } from "../chat.js";

/** Starts the app on a free port. @param {{ checkEveryMs?: number }} [options] */
export async function start(options) {
  const server = app.listen(0, "127.0.0.1");
  const chat = startChat(server, options);
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      chat.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @type {WebSocket[]} */
const opened = [];

/** Closes all sockets that a test has left open. */
export function hangUp() {
  for (const socket of opened.splice(0)) socket.terminate();
}

/** A browser without a window: it keeps the cookie, and its tabs share it. @param {string} url */
export function browser(url) {
  let cookie = "";

  /** @param {string} path @param {Record<string, string>} [form] */
  async function send(path, form) {
    const response = await fetch(url + path, {
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
      headers: { "Sec-Fetch-Site": "same-origin", ...(cookie && { Cookie: cookie }) },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      cookie = line.includes("Max-Age=0") ? "" : (line.split(";")[0] ?? "");
    }
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  return {
    get: (/** @type {string} */ path) => send(path),
    post: (/** @type {string} */ path, form = {}) => send(path, form),
    signIn: (name = "ada", password = "lovelace") => send("/login", { name, password }),
    cookie: () => cookie,
    /** Opens a socket, as a page of this origin does. @param {{ origin?: string | null, path?: string }} [options] */
    connect: ({ origin = url, path = "/chat" } = {}) =>
      connect(url.replace("http", "ws") + path, {
        ...(cookie !== "" && { Cookie: cookie }),
        ...(origin !== null && { Origin: origin }),
      }),
  };
}

/**
 * A socket, or the status of the answer that refused it.
 *
 * @param {string} url
 * @param {Record<string, string>} headers
 */
async function connect(url, headers) {
  const socket = new WebSocket(url, { headers });
  opened.push(socket);
  /** @type {{ type: string, users: string[], from: string, text: string }[]} */
  const received = [];
  const arrivals = new EventEmitter();
  socket.on("message", (data) => {
    received.push(JSON.parse(String(data)));
    arrivals.emit("message");
  });
  /** @type {Promise<number>} */
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  /** @type {number} */
  const status = await new Promise((resolve) => {
    socket.once("open", () => resolve(101));
    socket.once("unexpected-response", (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
  });
  return {
    status,
    socket,
    received,
    /** The code that it is closed with. */
    closed,
    say: (/** @type {string} */ text) => socket.send(text),
    texts: () =>
      received.filter(({ type }) => type === "message").map(({ from, text }) => `${from}: ${text}`),
    /** Waits until something has arrived. @param {(message: typeof received[0]) => boolean} isIt */
    async until(isIt) {
      while (!received.some(isIt)) await once(arrivals, "message");
    },
    /** @param {string} text */
    hears(text) {
      return this.until((message) => message.text === text);
    },
  };
}
