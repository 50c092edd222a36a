import { SessionError } from "./errors.js";

/** Throws where a framework's request or context came: `app.use(caller)` was written for `app.use(caller(…))`. */
export function checkBrackets(call: string, value: unknown): void {
  const { headers, req } = Object(value) as { headers?: unknown; req?: unknown };
  if (headers || req)
    throw new SessionError("INVALID_OPTION", `Write ${call}, with brackets: it got a request.`);
}
