/**
 * Why Redis did not do what was asked. It is made anew, without the error of ioredis: that one carries the command and its
 * arguments, and so a session's key and data, into every log.
 */
export class RedisStoreError extends Error {
  /** Always the same: what to recognise the class by. */
  override readonly name = "RedisStoreError";
  /** The first word of Redis' answer, such as `OOM`, `NOPERM` or `READONLY`; `CONNECTION` when there was no answer. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

const PERMISSIONS = "Give the user what the ACL line in the documentation of @sess/store-redis lists.";

const ADVICE: Readonly<Record<string, string>> = {
  OOM: "Redis is full, and maxmemory-policy forbids it to make room. Raise maxmemory.",
  NOPERM: PERMISSIONS,
  "ACL failure in script": PERMISSIONS,
  "The user executing the script": PERMISSIONS,
  NOAUTH: "Give the client a password.",
  WRONGPASS: "Check the client's user name and password.",
  READONLY:
    "The server is a replica, perhaps since just now: the store connects anew. If this stays, the address is a replica's.",
  WRONGTYPE: "Another application uses the same prefix: give redisStore one of its own.",
};

/** ioredis says that it has retried as often as it may, which is never. */
const BROKE = "it broke before the answer came, and whether it was done is not known.";

/** Of an error that ioredis reports. */
export function cleanError(error: unknown): RedisStoreError {
  const told = error instanceof Error ? error.message : "";
  if (error instanceof Error && error.name === "ReplyError") {
    const code = /^-?([A-Z]+)\b/.exec(told)?.[1] ?? "ERR";
    return new RedisStoreError(code, `Redis answered: ${withoutArguments(told)}${adviceFor(told)}`);
  }
  const why =
    error instanceof Error && error.name === "MaxRetriesPerRequestError" ? BROKE : withoutArguments(told);
  return new RedisStoreError("CONNECTION", `The connection to Redis failed: ${why}`);
}

/** Of a call for which there is no connection, and none to be expected soon. */
export function notConnected(lastError: unknown): RedisStoreError {
  const why = lastError === undefined ? "" : ` ${cleanError(lastError).message}`;
  return new RedisStoreError("CONNECTION", `There is no connection to Redis.${why}`);
}

/** An unknown command is repeated with its arguments, and so is what a script was called with. */
function withoutArguments(message: string): string {
  return message.split(/,? with args|, args/i, 1)[0] ?? "";
}

/** Inside a script the code may come anywhere in the message. */
function adviceFor(message: string): string {
  const code = Object.keys(ADVICE).find((word) => message.includes(word));
  return code === undefined ? "" : `${message.endsWith(".") ? "" : "."} ${ADVICE[code]}`;
}
