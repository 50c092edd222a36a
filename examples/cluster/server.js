// Two nodes, a balancer in front of them, and a Redis behind them, unless REDIS_URL names one.
import { fork } from "node:child_process";
import { once } from "node:events";
import { startRedis } from "@sess/test-redis";
import { balancer } from "./balancer.js";

const port = Number(process.env.PORT || 3000);
const host = process.env.HOST || "127.0.0.1";

const ownRedis = process.env.REDIS_URL ? undefined : await startRedis();
const REDIS_URL = process.env.REDIS_URL || ownRedis?.url;

const nodes = ["A", "B"].map((name) => {
  const child = fork(new URL("node.js", import.meta.url), {
    env: { ...process.env, NODE_NAME: name, REDIS_URL },
  });
  child.once("exit", (code) => code && process.exit(code));
  return { name, child };
});
const ports = await Promise.all(
  nodes.map(async ({ name, child }) => /** @type {const} */ ([name, (await once(child, "message"))[0]])),
);

const server = balancer(new Map(ports)).listen(port, host, async (error) => {
  if (error) {
    console.error(`Cannot listen on port ${port} of ${host}: ${error.message}. Another port: PORT=3001`);
    process.exitCode = 1;
    return stop();
  }
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`
The cluster is open: http://${host}:${address.port}
Two nodes answer by turns, from sessions in ${REDIS_URL}

Sign in, and end your sessions at one node: the page shows when the other one refuses. Ctrl+C stops all.
`);
});

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);

async function stop() {
  server.close();
  server.closeAllConnections();
  await Promise.all(
    nodes.map(({ child }) => {
      child.disconnect();
      return once(child, "exit");
    }),
  );
  await ownRedis?.stop();
}
