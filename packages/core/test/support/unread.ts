import type { Session, SessionOptions } from "@sess/core";
import type { TestRequest } from "./browser.js";
import { NearWorld } from "./near-world.js";

/** Where a session can come from. */
export const SOURCES = ["the store", "memory"] as const;

/** A request that has loaded a session, and has not looked at its data. */
export interface Unread {
  readonly world: NearWorld;
  readonly request: TestRequest;
  readonly session: Session;
  /** Changes the record as another process would. */
  elsewhere(set: Record<string, string>, unset?: readonly string[]): Promise<void>;
  /** Ends the request, and returns the patch that it has sent, if any. */
  sent(): Promise<{ set?: object; unset?: readonly string[] } | undefined>;
  /** Ends the request, and returns what the store has then. */
  stored(): Promise<object>;
}

export async function unread(
  from: (typeof SOURCES)[number],
  data: object,
  options: Partial<SessionOptions> = {},
): Promise<Unread> {
  const world = new NearWorld(options);
  const browser = world.browser();
  await browser.visit((session) => session.login("alice", { data }));
  if (from === "memory") world.remember();
  const request = await browser.begin();
  const [key = ""] = [...world.store.records.keys()].filter((name) => name.length === 43);
  world.store.calls.length = 0;
  return {
    world,
    request,
    session: request.session,
    elsewhere: async (set, unset = []) => void (await world.store.patch(key, { set, unset })),
    async sent() {
      await request.end();
      const [, , patch] = world.store.calls.find(([operation]) => operation === "patch") ?? [];
      return patch as { set?: object; unset?: readonly string[] } | undefined;
    },
    async stored() {
      await request.end();
      world.memory.records.clear();
      return browser.visit((session) => ({ ...session }));
    },
  };
}
