import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A running server, and requests to it that keep their cookies. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** The cookies that it has, by name. */
  readonly jar: Map<string, string>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly setCookie: readonly string[];
  readonly headers: IncomingMessage["headers"];
}

async function listen(
  listener: (req: IncomingMessage, res: ServerResponse) => void,
): Promise<{ server: Server; port: number; close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { server, port, close };
}

export async function client(listener: (req: IncomingMessage, res: ServerResponse) => void): Promise<Client> {
  const { port, close } = await listen(listener);
  const jar = new Map<string, string>();
  return { jar, close, get: (path, headers) => send(port, path, jar, headers) };
}

/** One request over a connection of its own. */
export function send(
  port: number,
  path: string,
  jar: Map<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  return new Promise((resolve, reject) => {
    const req = request(
      { port, path, host: "127.0.0.1", agent: false, headers: { ...(cookie && { cookie }), ...headers } },
      (res) => {
        let text = "";
        res.setEncoding("utf8");
        res.on("data", (chunk: string) => (text += chunk));
        res.on("error", reject);
        res.on("end", () => {
          const setCookie = res.headers["set-cookie"] ?? [];
          for (const line of setCookie) keep(jar, line);
          resolve({ status: res.statusCode ?? 0, text, setCookie, headers: res.headers });
        });
      },
    );
    req.on("error", reject);
    req.end();
  });
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === "") jar.delete(name);
  else jar.set(name, value);
}
