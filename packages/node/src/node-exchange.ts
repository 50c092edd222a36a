import type { HttpExchange } from "@sess/core";
import { linesOf } from "./head-call.js";
import { type HeaderValue, wireOf, type NodeRequest, type NodeResponse, type Wire } from "./wire.js";

/** What the framework knows better than Node's request. */
export interface Judged {
  readonly secure: boolean;
  readonly url: string;
  readonly pending?: PendingReply | undefined;
}

/** A reply that the framework keeps, with its headers, until it sends it through Node's response. */
export interface PendingReply {
  /** The framework is about to send it: headers belong here now, and not to Node's response. */
  readonly active: boolean;
  /** The framework has committed the session itself: the head need not be held any more. */
  readonly committed: boolean;
  /** A header as set so far. */
  getHeader(name: string): HeaderValue | undefined;
  /** In place of all lines that there are. */
  setHeader(name: string, value: HeaderValue): void;
}

/** Node's request and response, as core sees them. */
export class NodeExchange implements HttpExchange {
  readonly secure: boolean;
  protected readonly res: Wire;
  readonly #req: NodeRequest;
  readonly #url: string;
  protected readonly pending: PendingReply | undefined;
  /** Taken now: while the head is held, the app's own `setHeader` throws. */
  readonly #setHeader: Wire["setHeader"] | undefined;

  constructor(req: NodeRequest, res: NodeResponse, { secure, url, pending }: Judged) {
    this.secure = secure;
    this.#url = url;
    this.pending = pending;
    this.res = wireOf(res);
    this.#req = req;
    this.#setHeader = this.res.setHeader;
  }

  get method(): string {
    return this.#req.method ?? "";
  }

  get path(): string {
    return this.#url.replace(/[?#].*/s, "");
  }

  get cookieHeader(): string | undefined {
    // Node joins several lines by itself; what a test injects may not.
    const cookie = this.#req.headers["cookie"] as string | string[] | undefined;
    return typeof cookie === "object" ? cookie.join("; ") : cookie;
  }

  header(name: string): string | undefined {
    const { headers } = this.#req;
    // HTTP/2 has the host in a field of another name, and that one counts where both came (RFC 9113, 8.3.1).
    const value = name === "host" ? (headers[":authority"] ?? headers.host) : headers[name];
    return typeof value === "object" ? value.join(", ") : value;
  }

  responseHeader(name: string): string | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === "string") return value;
    const lines = linesOf(value);
    return lines.length > 0 ? lines.join(", ") : undefined;
  }

  setResponseHeader(name: string, value: string): void {
    this.#set(name, value);
  }

  appendResponseHeader(name: string, value: string): void {
    // Not `res.appendHeader`: it pushes into the very array that the app passed to `setHeader`. Where that is a constant
    // of the app's, one user's cookie would go out to the next.
    const lines = linesOf(this.#get(name));
    this.#set(name, lines.length > 0 ? [...lines, value] : value);
  }

  #get(name: string): HeaderValue | undefined {
    if (this.pending?.active === true) return this.pending.getHeader(name);
    // The stand-in that a WebSocket server passes for a response has no headers.
    return this.res.getHeader?.(name);
  }

  #set(name: string, value: HeaderValue): void {
    if (this.pending?.active === true) this.pending.setHeader(name, value);
    else this.#setHeader?.call(this.res, name, value);
  }
}
