import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A server on a port of its own. */
export interface Listening {
  readonly origin: string;
  close(): Promise<void>;
}

export async function listen(handler: RequestListener): Promise<Listening> {
  const server = createServer(handler);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return listening(server, () => Promise.resolve());
}

export function listenKoa(app: {
  callback(): (req: IncomingMessage, res: ServerResponse) => Promise<void>;
}): Promise<Listening> {
  const handle = app.callback();
  return listen((req, res) => void handle(req, res));
}

export function listening(server: Server, after: () => Promise<unknown>): Listening {
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await after();
    },
  };
}
