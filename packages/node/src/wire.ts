import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { Readable } from "node:stream";

/** A request of node:http, node:https, or of node:http2 through its compatibility layer. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;

/** The response that belongs to a {@link NodeRequest}. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/**
 * What the hold touches of a response. The overloads of the two classes differ, and the hold only hands arguments on: so
 * here they are unknown.
 */
export interface Wire {
  statusCode: number;
  statusMessage: string;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  getHeader(name: string): HeaderValue | undefined;
  getHeaderNames(): string[];
  setHeader(name: string, value: HeaderValue): unknown;
  removeHeader(name: string): void;
  writeHead(...args: unknown[]): unknown;
  flushHeaders(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
  end(...args: unknown[]): unknown;
  on(event: "close", listener: () => void): unknown;
  on(event: "pipe", listener: (source: Readable) => void): unknown;
  emit(event: "drain"): unknown;
}

/** A header as Node takes and returns it. */
export type HeaderValue = number | string | string[] | readonly string[];

/** The methods of a response by which bytes leave. */
export type Writer = "writeHead" | "flushHeaders" | "write" | "end";

/** These methods as they were before the hold: Node's own, or those of a middleware that was mounted earlier. */
export type Writers = Pick<Wire, Writer>;

/** The view of a response that the hold works with. */
export function wireOf(res: NodeResponse): Wire {
  // Node's overloads cannot be stated as one signature; every call is handed on with the arguments it came with.
  return res as unknown as Wire;
}
