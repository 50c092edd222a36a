import type { StoredRecord } from "@sess/core";
import { type Browser, World } from "./browser.js";

/** What the store hands back in place of the good record. */
export type Change = (good: StoredRecord, now: number) => unknown;

/** A signed-in browser, whose record the store will hand back changed after `answer()`. */
export async function withRecord(
  change: Change,
): Promise<{ world: World; browser: Browser; answer(): void }> {
  const world = new World();
  const browser = world.browser();
  await browser.visit((session) => session.login("alice", { data: { data: "good" } }));
  const [key] = [...world.store.records.keys()];
  world.events.length = 0;
  const answer = (): void => {
    const { read } = world.store;
    world.store.read = async (asked) => {
      const good = await read.call(world.store, asked);
      return asked === key && good ? (change(good, world.now) as StoredRecord) : good;
    };
  };
  return { world, browser, answer };
}
