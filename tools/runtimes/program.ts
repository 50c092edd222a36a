import { spawn } from "node:child_process";

export interface Running {
  /** Resolves with what `find` makes of what was printed, once it is something. Rejects when the program has ended before. */
  line(find: (printed: string) => string | undefined): Promise<string>;
  stop(): Promise<void>;
}

/** Runs a command, and ends it, with all that it has started, when this process ends or asks for it. */
export function start(command: readonly string[], cwd: string): Running {
  // The shell leads a group of processes, and ends it when nobody holds its input any more.
  const child = spawn("sh", ["-c", '"$@" & cat > /dev/null; kill -9 0', "sh", ...command], {
    cwd,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    line: (find) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = find(printed);
          if (found !== undefined) resolve(found);
        };
        child.stdout.on("data", look);
        child.stderr.on("data", () => {
          if (/\berror\b/i.test(printed)) reject(new Error(printed));
        });
        void ended.then(() => reject(new Error(`${command.join(" ")} has ended: ${printed}`)));
        look();
      }),
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}
