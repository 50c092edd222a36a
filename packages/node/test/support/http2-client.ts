import {
  connect,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http2";
import { onTestFinished } from "vitest";

export interface Http2Answer {
  readonly headers: IncomingHttpHeaders & { readonly ":status"?: number };
  readonly body: string;
}

export function http2Client(url: string, ca?: string): ClientHttp2Session {
  const client = connect(url, ca === undefined ? {} : { ca });
  onTestFinished(() => client.destroy());
  return client;
}

/** Sends one request, and collects what comes; `onHeaders` sees the head. */
export function ask(
  client: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  onHeaders = (): void => {},
): Promise<Http2Answer> {
  return new Promise((resolve, reject) => {
    const stream = client.request(headers);
    let head: IncomingHttpHeaders = {};
    let body = "";
    stream.on("response", (received) => {
      head = received;
      onHeaders();
    });
    stream.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    stream.on("error", reject);
    stream.on("close", () => resolve({ headers: head, body }));
  });
}
