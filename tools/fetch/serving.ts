import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { RunningApp } from "@sess/conformance";

type Options = Parameters<typeof createAdaptorServer>[0];

/** Serves a fetch handler over a real socket: Node has no server for them of its own. */
export async function serving(
  fetch: Options["fetch"],
  options: Pick<Options, "websocket"> = {},
): Promise<RunningApp> {
  const { Request, Response } = globalThis;
  const server = createAdaptorServer({ fetch, ...options }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      // It has put classes of its own in their places; the tests that come next in this process are about Node's.
      Object.defineProperty(globalThis, "Request", { value: Request });
      Object.defineProperty(globalThis, "Response", { value: Response });
    },
  };
}
