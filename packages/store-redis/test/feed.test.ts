import { redisStore } from "@sess/store-redis";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { captured } from "./support/app.js";

it("a feed that is closed says nothing of what was on its way", async () => {
  const { client, connections } = captured(new Redis({ port: 1, lazyConnect: true }));
  const store = redisStore(client);
  const heard: string[] = [];
  const feed = store.invalidations.listen((key) => heard.push(key));
  const connection = connections.at(-1) as Redis;
  connection.emit("message", "sess:changed", "sess:before");
  await feed.close();
  connection.emit("message", "sess:changed", "sess:after");
  expect(heard).toEqual(["before"]);
  await store.close();
});
