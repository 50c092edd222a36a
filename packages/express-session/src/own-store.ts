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
  // Whatever is wrong with a record goes to the callback.
  const save = async (sid: string, record: object): Promise<boolean> => keeper.save(asNew(sid, record));
  const touch = async (sid: string, record: object): Promise<void> => keeper.touch(asNew(sid, record));
  return Object.assign(new Store(), {
    get(sid: string, callback: StoreCallback<ConnectRecord | undefined>): void {
      tell(
        keeper.load(sid).then((found) => found?.record),
        callback,
      );
    },
    set(sid: string, record: object, callback?: StoreCallback<boolean>): void {
      tell(save(sid, record), callback);
    },
    destroy(sid: string, callback?: StoreCallback): void {
      tell(keeper.destroy(sid), callback);
    },
    touch(sid: string, record: object, callback?: StoreCallback): void {
      tell(touch(sid, record), callback);
    },
  });
}

/** Whatever it was, it takes the place of what is there. Some plug-ins keep records without a cookie. */
function asNew(sid: string, record: object): Session {
  const { cookie = {}, ...data }: ConnectRecord = { ...record };
  return revive({ sessionID: sid }, { ...data, cookie });
}

/** Out of the promise: what the callback throws is the app's own exception. */
function tell<Value>(done: Promise<Value>, callback: StoreCallback<Value> = () => {}): void {
  done.then(
    (value) => process.nextTick(callback, null, value),
    (error: unknown) => process.nextTick(callback, error),
  );
}
