import type { ConnectRecord, StoreCallback } from "@sess/connect-store";
import type { Keeper } from "./keeper.js";
import { revive } from "./revive.js";
import type { Session } from "./session.js";
import { Store } from "./store.js";

/**
 * `req.sessionStore`, where sessions are kept in one of @sess' own stores: for apps that look up or end a session by its id. It cannot
 * list them: the store only has hashes of the ids.
 */
export function ownStore(keeper: Keeper): Store {
  return Object.assign(new Store(), {
    get(sid: string, callback: StoreCallback<ConnectRecord | undefined>): void {
      tell(
        keeper.load(sid).then((found) => found?.record),
        callback,
      );
    },
    set(sid: string, record: object, callback?: StoreCallback<boolean>): void {
      tell(keeper.save(asNew(sid, record)), callback);
    },
    destroy(sid: string, callback?: StoreCallback): void {
      tell(keeper.destroy(sid), callback);
    },
    touch(sid: string, record: object, callback?: StoreCallback): void {
      tell(keeper.touch(asNew(sid, record)), callback);
    },
  });
}

/** Whatever it was, it takes the place of what is there. */
function asNew(sid: string, record: object): Session {
  return revive({ sessionID: sid }, { ...record });
}

/** Out of the promise: what the callback throws is the app's own exception. */
function tell<Value>(done: Promise<Value>, callback: StoreCallback<Value> = () => {}): void {
  done.then(
    (value) => process.nextTick(callback, null, value),
    (error: unknown) => process.nextTick(callback, error),
  );
}
