// A node in a process of its own. It is told what to do by messages, and answers each with one.
import { Redis } from "ioredis";
import { openCache } from "./redis-app.js";
import { Lives } from "./redis-lives.js";
import { LocalNode, type Node } from "./redis-node.js";
import { randomOf } from "@sess/test-random";

const [port, number, start, writers, seed] = process.argv.slice(2).map(Number) as [
  port: number,
  number: number,
  start: number,
  writers: number,
  seed: number,
];
const cache = openCache(new Redis({ port, lazyConnect: true }));
const node: Node = new LocalNode(cache, new Lives(start, writers), number, randomOf(seed + number));

process.on("message", (order: keyof Node) => {
  void node[order]().then((answer) => {
    process.send?.(answer ?? null);
    if (order === "stop") process.disconnect();
  });
});

// Also when the process that started it has come to an end.
process.on("disconnect", () => process.exit());
