import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./ports.js";

/** @typedef {import("node:net").Socket} Socket */

const host = "127.0.0.1";

/** @type {typeof import("./index.js").startProxy} */
export async function startProxy(targetPort) {
  const port = await freePort();
  /** @type {Set<Socket>} */
  const sockets = new Set();
  let swallowing = false;
  let held = 0;

  const server = createServer((client) => {
    const target = connect(targetPort, host);
    // Once bytes are lost, what follows would make no sense.
    const line = { broken: swallowing };
    pass(client, target, line);
    pass(target, client, line);
  });

  /**
   * @param {Socket} from
   * @param {Socket} to
   * @param {{ broken: boolean }} line
   */
  function pass(from, to, line) {
    sockets.add(from);
    // What comes later goes later, even if the delay has become shorter.
    let last = Promise.resolve();
    const inTurn = (/** @type {() => void} */ act) => {
      last = Promise.all([last, held > 0 && sleep(held)]).then(act);
    };
    from.on("data", (bytes) => {
      line.broken ||= swallowing;
      if (!line.broken) inTurn(() => void to.write(bytes));
    });
    from.on("close", () => {
      sockets.delete(from);
      line.broken ||= swallowing;
      if (!line.broken) inTurn(() => void to.end());
    });
    from.on("error", () => {});
  }

  const listen = () => once(server.listen(port, host), "listening");
  const cut = async () => {
    const closed = server.listening && once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  await listen();
  return {
    host,
    port,
    cut,
    blackhole() {
      swallowing = true;
    },
    async heal() {
      swallowing = false;
      if (!server.listening) await listen();
    },
    delay(ms) {
      held = ms;
    },
    stop: cut,
  };
}
