import type { ConnectStore } from "../../src/index.js";

type Held = "get" | "set" | "destroy" | "touch";

/** A store whose next call of one method stops before it does anything, until it is released. */
export interface Gated {
  readonly store: ConnectStore;
  holdNext(method: Held): void;
  /** Settles when the call has come. */
  readonly reached: Promise<void>;
  release(): void;
}

export function gated(store: ConnectStore): Gated {
  let held: Held | undefined;
  let arrive = (): void => {};
  let waiting: (() => void) | undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const pass = (method: Held, call: () => unknown): void => {
    if (held !== method) return void call();
    held = undefined;
    waiting = call;
    arrive();
  };
  return {
    store: {
      get: (sid, done) => pass("get", () => store.get(sid, done)),
      set: (sid, record, done) => pass("set", () => store.set(sid, record, done)),
      destroy: (sid, done) => pass("destroy", () => store.destroy(sid, done)),
      touch: (sid, record, done) => pass("touch", () => store.touch?.(sid, record, done)),
    },
    holdNext: (method) => void (held = method),
    reached,
    release: () => waiting?.(),
  };
}
