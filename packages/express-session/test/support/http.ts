import {
  createServer,
  type IncomingMessage,
  request,
  type RequestListener,
  type RequestOptions,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A server on a port of its own. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly setCookie: readonly string[];
  readonly headers: IncomingMessage["headers"];
}

/** A request over a connection of its own, whose head and whose end are waited for one by one. */
export function ask(
  port: number,
  path: string,
  options: Pick<RequestOptions, "headers" | "method"> = {},
  body?: string,
): { head: Promise<void>; all: Promise<Answer> } {
  let gotHead = (): void => {};
  const head = new Promise<void>((resolve) => (gotHead = resolve));
  const all = new Promise<Answer>((resolve, reject) => {
    const req = request({ port, path, host: "127.0.0.1", agent: false, ...options }, (res) => {
      gotHead();
      let text = "";
      res.setEncoding("utf8");
      res.on("data", (chunk: string) => (text += chunk));
      res.on("error", reject);
      res.on("end", () => {
        const { statusCode: status = 0, headers } = res;
        resolve({ status, text, setCookie: headers["set-cookie"] ?? [], headers });
      });
    });
    req.on("error", reject);
    req.end(body);
  });
  return { head, all };
}
