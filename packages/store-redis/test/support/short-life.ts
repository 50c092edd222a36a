// A process of its own: it uses a store until it is told to close it, and then has nothing left to do.
import { createSessions } from "@sess/core";
import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";

const store = redisStore(new Redis(Number(process.argv[2]), { lazyConnect: true }));
const sessions = createSessions({ store });
const feed = store.invalidations.listen(() => undefined);
await store.read("key");
console.log("used");
process.stdin.once("data", () => {
  process.stdin.destroy();
  void feed.close();
  void sessions.close();
});
