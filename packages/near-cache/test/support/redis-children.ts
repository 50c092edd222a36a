import { fork } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import type { Lives } from "./redis-lives.js";
import type { Node } from "./redis-node.js";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = here("../../.cache/redis-child");

/** Before the first of them is started: a child runs without a loader. */
export async function buildChild(): Promise<void> {
  await build({
    config: false,
    entry: [here("redis-child.ts")],
    format: "esm",
    outDir: folder,
    noExternal: [/^@sess/],
    external: ["ioredis"],
    silent: true,
    esbuildOptions: (options) => void (options.conditions = ["@sess/source"]),
  });
}

export const removeChild = (): Promise<void> => rm(folder, { recursive: true });

/** A node in a process of its own; it ends with the `stop`, or with the process that started it. */
export function startChild(port: number, number: number, { start, writers }: Lives, seed: number): Node {
  const child = fork(`${folder}/redis-child.js`, [port, number, start, writers, seed].map(String));
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The child ended by itself: ${code}`);
  });
  ended.catch(() => undefined);
  // One order at a time.
  let last: Promise<unknown> = Promise.resolve();
  const order = <K extends keyof Node>(name: K): ReturnType<Node[K]> => {
    last = last.then(async () => {
      const answered = once(child, "message");
      child.send(name);
      const [answer] = (await Promise.race([answered, ended])) as [unknown];
      return answer;
    });
    return last as ReturnType<Node[K]>;
  };
  return {
    hits: () => order("hits"),
    hold: () => order("hold"),
    release: () => order("release"),
    stop: () => order("stop"),
  };
}
