import { hasCode } from "./errors.js";
import type { ImportRefusal } from "./events.js";

class Refusal extends Error {
  readonly reason: ImportRefusal;

  constructor(reason: ImportRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** What is thrown where an old session does not come over: the request goes on without. */
export function refusal(reason: ImportRefusal): Error {
  return new Refusal(reason);
}

/** Undefined for any other error. */
export function reasonOf(error: unknown): ImportRefusal | undefined {
  return error instanceof Refusal ? error.reason : undefined;
}

/** Whatever is thrown is a reason. */
export function refusing<T>(reason: ImportRefusal, work: () => T): T {
  try {
    return work();
  } catch {
    throw refusal(reason);
  }
}

/** What a login is refused for is a reason. A store that fails is none. */
export async function refusingAs(reason: ImportRefusal, checking: Promise<void>): Promise<void> {
  try {
    await checking;
  } catch (error) {
    throw hasCode(error, ["TOO_MANY_SESSIONS", "SESSION_ENDED"]) ? refusal(reason) : error;
  }
}
