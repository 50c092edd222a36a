import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { balancer } from "../balancer.js";

/** @param {import("node:http").Server} server */
async function portOf(server) {
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  if (!server.listening) await once(server, "listening");
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/** A node that says what it was asked. @param {string} name */
function node(name) {
  const server = createServer(async (req, res) => {
    const body = await text(req);
    res.setHeader("Set-Cookie", ["one=1", "two=2"]);
    res.writeHead(201).end([name, req.method, req.url, req.headers.host, body].join(" "));
  });
  return portOf(server.listen(0, "127.0.0.1"));
}

/** @param {Map<unknown, number>} ports */
const behind = async (ports) => `127.0.0.1:${await portOf(balancer(ports).listen(0, "127.0.0.1"))}`;

test("the nodes answer by turns, or the one that is asked for, and see the request as it came", async () => {
  const host = await behind(
    new Map([
      ["A", await node("A")],
      ["B", await node("B")],
    ]),
  );
  const ask = async (/** @type {string} */ path) => (await fetch(`http://${host}${path}`)).text();
  const turns = [await ask("/"), await ask("/"), await ask("/?node=B"), await ask("/?node=Z")];
  expect(turns.map((answer) => answer[0])).toEqual(["A", "B", "B", "A"]);

  const answer = await fetch(`http://${host}/a%2Fb?node=B`, { method: "POST", body: "all of it" });
  expect(answer.status).toBe(201);
  expect(await answer.text()).toBe(`B POST /a%2Fb?node=B ${host} all of it`);
  expect(answer.headers.getSetCookie()).toEqual(["one=1", "two=2"]);
});

test("a node that is not there is a 502, and the next one answers", async () => {
  const gone = createServer().listen(0, "127.0.0.1");
  const port = await portOf(gone);
  gone.close();
  const host = await behind(
    new Map([
      ["A", port],
      ["B", await node("B")],
    ]),
  );
  expect((await fetch(`http://${host}/`)).status).toBe(502);
  expect((await fetch(`http://${host}/`)).status).toBe(201);
});
