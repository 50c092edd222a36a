import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { until } from "@sess/test-redis";

/** A process that runs one of the guide's apps. */
export interface GuideProcess {
  readonly app: string;
  readonly origin: string;
  stop(): Promise<void>;
}

export async function startApp(
  app: string,
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<GuideProcess> {
  const port = await freePort();
  // It ends with this one: nobody would answer it any more.
  const child = fork(path, {
    env: { ...process.env, ...env, PORT: String(port) },
    execArgv: ["--import", DIES_ALONG],
  });
  const origin = `http://127.0.0.1:${port}`;
  let ended = false;
  child.once("exit", () => (ended = true));
  await until(`${app} listens`, async () => {
    if (ended) throw new Error(`${app} has ended`);
    return (await fetch(origin)).ok;
  });
  return {
    app,
    origin,
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

const DIES_ALONG = `data:text/javascript,process.on("disconnect",()=>process.exit())`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
