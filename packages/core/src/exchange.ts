/**
 * One HTTP request and its response, as core sees them. An adapter implements it: core decides what happens to the
 * headers, the adapter decides when.
 */
export interface HttpExchange {
  /** The request's Cookie header as it came, several of them joined by `"; "`. */
  readonly cookieHeader: string | undefined;
  /** The client's own hop is TLS, as the framework judges it with its trust-proxy setting. */
  readonly secure: boolean;
  /** The request's method, in capitals. */
  readonly method: string;
  /** The request's path as it came, without the query, also where the framework has taken a prefix away. */
  readonly path: string;
  /** A header of the request, by its name in lower case. */
  header(name: string): string | undefined;
  /** A header of the response as set so far; several values are joined by `", "`. */
  responseHeader(name: string): string | undefined;
  /** Sets a header of the response, in place of what was there. */
  setResponseHeader(name: string, value: string): void;
  /** Adds a line to a header of the response, and keeps what others set. */
  appendResponseHeader(name: string, value: string): void;
}
