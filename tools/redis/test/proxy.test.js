import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startProxy, startRedis, until } from "../index.js";

/** @type {import("../index.js").RedisServer} */
let server;
/** @type {import("../index.js").Proxy} */
let proxy;
/** @type {import("node:net").Socket[]} */
const clients = [];

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  proxy = await startProxy(server.port);
});
afterEach(async () => {
  for (const socket of clients.splice(0)) socket.destroy();
  await proxy.stop();
});

/** A connection through the proxy, and what came back on it. */
async function client() {
  const socket = connect(proxy.port, proxy.host);
  clients.push(socket);
  let received = "";
  socket.setEncoding("utf8").on("data", (text) => (received += text));
  socket.on("error", () => {});
  await once(socket, "connect");
  return {
    socket,
    send: (/** @type {string} */ text) => void socket.write(`${text}\r\n`),
    has: (/** @type {string} */ text) => until(text, () => received.includes(text)),
    silent: () => expect(until("an answer", () => received, 300)).rejects.toThrow("in vain"),
  };
}

test("bytes pass", async () => {
  const one = await client();
  one.send("PING");
  await one.has("+PONG");
});

test("cut ends connections and refuses new ones, until it heals", async () => {
  const one = await client();
  const closed = once(one.socket, "close");
  await proxy.cut();
  await closed;
  await expect(client()).rejects.toThrow("ECONNREFUSED");
  await proxy.heal();
  const two = await client();
  two.send("PING");
  await two.has("+PONG");
});

test("a black hole swallows; what lost bytes stays silent when it heals, what did not goes on", async () => {
  const [one, idle] = [await client(), await client()];
  idle.send("ECHO before");
  await idle.has("before");
  proxy.blackhole();
  const late = await client();
  one.send("SET lost 1");
  late.send("SET lost 1");
  await Promise.all([one.silent(), late.silent()]);
  expect(one.socket.destroyed).toBe(false);
  expect(await server.command("EXISTS", "lost")).toBe(0);

  await proxy.heal();
  one.send("PING");
  idle.send("ECHO after");
  await idle.has("after");
  await one.silent();
});

test("delay holds back, in order", async () => {
  const one = await client();
  proxy.delay(100);
  const started = performance.now();
  one.send("ECHO first");
  one.send("ECHO second");
  await one.has("first\r\n$6\r\nsecond");
  expect(performance.now() - started).toBeGreaterThan(95);
});

test("the server's end of a connection is the client's end", async () => {
  const one = await client();
  const closed = once(one.socket, "close");
  one.send("QUIT");
  await one.has("+OK");
  await closed;
});
