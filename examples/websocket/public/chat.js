/* global document, location */
const status = element("#status");
const here = element("#here");
const log = element("#log");
const form = element("#say");
const field = /** @type {HTMLInputElement} */ (element("#text"));
const button = /** @type {HTMLButtonElement} */ (element("#say button"));

/** What the server closes a socket with when the session is over. */
const signedOut = 4401;
const minute = 60_000;

/** @type {WebSocket} */
let socket;
let waitMs = 500;
let lastRequest = Date.now();

connect();

function connect() {
  const url = new URL("/chat", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  socket = new WebSocket(url);
  socket.addEventListener("open", () => {
    waitMs = 500;
    show("Connected.");
  });
  socket.addEventListener("message", ({ data }) => receive(JSON.parse(data)));
  socket.addEventListener("close", ({ code }) => {
    // The page is another one now: the server says who is signed in, or asks to.
    if (code === signedOut) location.reload();
    else setTimeout(reconnect, waitMs);
    waitMs = Math.min(waitMs * 2, 30_000);
    show("Connecting again…");
  });
}

/** A browser does not tell why a socket was refused: an ordinary request does. */
async function reconnect() {
  const answer = await fetch("/me").catch(() => undefined);
  if (answer?.status === 401) location.reload();
  else connect();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  socket.send(field.value);
  field.value = "";
  // What goes over a socket does not extend the session. Who types is there, and so makes a request now and then.
  if (Date.now() - lastRequest < minute) return;
  lastRequest = Date.now();
  fetch("/me").catch(() => undefined);
});

/** @param {{ type: string, users: string[], from: string, text: string }} message */
function receive({ type, users, from, text }) {
  if (type === "here") here.textContent = `Here: ${users.join(", ")}`;
  if (type !== "message") return;
  const line = document.createElement("li");
  const name = document.createElement("strong");
  name.textContent = from;
  line.append(name, " ", text); // as text: never as HTML
  log.append(line);
  line.scrollIntoView({ block: "nearest" });
}

/** @param {string} text */
function show(text) {
  status.textContent = text;
  button.disabled = socket.readyState !== WebSocket.OPEN;
  if (button.disabled) here.textContent = "";
}

/** @param {string} selector */
function element(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}
