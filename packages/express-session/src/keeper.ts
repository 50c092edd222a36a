import type { ConnectRecord } from "@sess/connect-store";
import type { Fields } from "./fields.js";
import type { SessionShape } from "./session-shape.js";

/** Where sessions are kept, as a request sees it. Each call is answered in time. */
export interface Keeper {
  /** Whether a session that did not change can live on without being written. */
  readonly canTouch: boolean;
  load(sid: string): Promise<Loaded | undefined>;
  /**
   * Writes what has changed since the store was last seen, and moves the deadline to that of the session's cookie.
   * @returns false, and nothing is written, where the session was there and is gone: somebody has ended it meanwhile.
   */
  save(session: SessionShape): Promise<boolean>;
  /** Moves the deadline. */
  touch(session: SessionShape): Promise<void>;
  destroy(sid: string): Promise<void>;
}

/** A session as it was found. */
export interface Loaded {
  readonly record: ConnectRecord;
  /** For the session's `KNOWN`. */
  readonly fields: Fields;
}
