import { isUint8Array } from "node:util/types";

/**
 * The errors that Node throws for a wrong call. While the head is held such a call cannot reach Node yet, and the app must
 * still see its error at once, from its own line.
 */
export function headersSentError(verb: string, http2: boolean): Error {
  return http2
    ? withCode(new Error("Response has already been initiated."), "ERR_HTTP2_HEADERS_SENT")
    : withCode(
        new Error(`Cannot ${verb} headers after they are sent to the client`),
        "ERR_HTTP_HEADERS_SENT",
      );
}

/** Throws for what can never be a head. Node would throw as well, but only after the session was committed for nothing. */
export function checkHead(status: unknown, message: unknown, http2: boolean): void {
  const code = Number(status) | 0;
  if (http2) {
    // No status at all means 200 there.
    if (code !== 0 && (code < 200 || code > 599)) throw statusError(status, "ERR_HTTP2_STATUS_INVALID");
    return;
  }
  if (code < 100 || code > 999) throw statusError(status, "ERR_HTTP_INVALID_STATUS_CODE");
  if (typeof message === "string" && NOT_IN_HEADERS.test(message)) {
    throw withCode(new TypeError("Invalid character in statusMessage"), "ERR_INVALID_CHAR");
  }
}

/** Throws for what Node cannot write. */
export function checkChunk(chunk: unknown): void {
  if (typeof chunk === "string" || isUint8Array(chunk)) return;
  if (chunk === null) {
    throw withCode(new TypeError("May not write null values to stream"), "ERR_STREAM_NULL_VALUES");
  }
  throw withCode(
    new TypeError(
      `The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received type ${typeof chunk}`,
    ),
    "ERR_INVALID_ARG_TYPE",
  );
}

export function oddHeadersError(): Error {
  return withCode(
    new TypeError("The argument 'headers' is invalid: a flat array needs a value for each name"),
    "ERR_INVALID_ARG_VALUE",
  );
}

/** Everything but tab, visible ASCII, space and the upper half of Latin-1. */
const NOT_IN_HEADERS = /[^\t\x20-\x7e\x80-\xff]/;

function statusError(status: unknown, code: string): Error {
  return withCode(new RangeError(`Invalid status code: ${String(status)}`), code);
}

function withCode(error: Error, code: string): Error {
  return Object.assign(error, { code });
}
