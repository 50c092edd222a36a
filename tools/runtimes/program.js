import { spawn } from "node:child_process";

/**
 * Runs a command, and ends it, with all that it has started, when this process ends or asks for it.
 * @returns `line(find)` resolves with what `find` makes of what was printed, once it is something, and rejects when the program has
 * ended before. `ended` resolves with all that was printed. `stop()` ends it.
 */
export function start(command, cwd) {
  // The shell leads a group of processes, and ends it when nobody holds its input any more, or when the command is done.
  const script = '{ "$@"; kill -9 0; } & cat > /dev/null; kill -9 0';
  const child = spawn("sh", ["-c", script, "sh", ...command], {
    cwd,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (printed += text));
  const ended = new Promise((resolve) => child.once("close", () => resolve(printed)));
  return {
    ended,
    line: (find) =>
      new Promise((resolve, reject) => {
        const look = () => {
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
