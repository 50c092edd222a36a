import type { HttpExchange } from "@sess/core";
import { linesOf } from "./head-call.js";
import { wireOf, type NodeRequest, type NodeResponse, type Wire } from "./wire.js";

/** What the framework knows better than Node's request. */
export interface Judged {
  readonly secure: boolean;
  readonly url: string;
}

/** Node's request and response, as core sees them. */
export class NodeExchange implements HttpExchange {
  readonly secure: boolean;
  protected readonly res: Wire;
  readonly #req: NodeRequest;
  readonly #url: string;
  /** Taken now: while the head is held, the app's own `setHeader` throws. */
  readonly #setHeader: Wire["setHeader"] | undefined;

  constructor(req: NodeRequest, res: NodeResponse, { secure, url }: Judged) {
    this.secure = secure;
    this.#url = url;
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
    // The stand-in that a WebSocket server passes for a response has no headers.
    const lines = linesOf(this.res.getHeader?.(name));
    return lines.length > 0 ? lines.join(", ") : undefined;
  }

  setResponseHeader(name: string, value: string): void {
    this.#setHeader?.call(this.res, name, value);
  }

  appendResponseHeader(name: string, value: string): void {
    // Not `res.appendHeader`: it pushes into the very array that the app passed to `setHeader`. Where that is a constant
    // of the app's, one user's cookie would go out to the next.
    const lines = linesOf(this.res.getHeader?.(name));
    this.#setHeader?.call(this.res, name, lines.length > 0 ? [...lines, value] : value);
  }
}
