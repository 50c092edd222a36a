import type { SessionOptions } from "@sess/core";
import { type Browser, World } from "./browser.js";
import type { MapStore } from "./map-store.js";

/** A session that one version of an app has begun, and the versions that come after it, on the same store. */
export interface Deployed {
  readonly store: MapStore;
  /** The user's browser, at the version that began the session. */
  readonly old: Browser;
  later(options: Partial<SessionOptions>): World;
  visitor(world: World): Browser;
  /** The fields of the session's first record, but for core's facts. */
  record(): Readonly<Record<string, string>>;
  /** Those of the only session that is left. */
  stored(): Readonly<Record<string, string>>;
}

export async function deployed(data: object, options: Partial<SessionOptions> = {}): Promise<Deployed> {
  const before = new World(options);
  const { store } = before;
  const old = before.browser();
  await old.visit((session) => session.login("alice", { data }));
  const keys = (): string[] => [...store.records.keys()].filter((name) => name.length === 43);
  const [first = ""] = keys();
  const at = (key: string): Readonly<Record<string, string>> => {
    const { $: _, ...fields } = store.records.get(key)?.fields ?? {};
    return fields;
  };
  return {
    store,
    old,
    later: (more) => new World({ ...more, store, clock: { now: () => before.now } }),
    visitor: (world) => Object.assign(world.browser(), { cookie: old.cookie }),
    record: () => at(first),
    stored: () => at(keys().at(-1) ?? ""),
  };
}
