import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const command = fileURLToPath(new URL("../bench.js", import.meta.url));

test("the command loads all of its parts, and names them", async () => {
  const running = promisify(execFile)(process.execPath, [command, "speed"]);
  await expect(running).rejects.toThrow(
    "No such part: speed. There are: size, micro, http, revoke, scaling, memory, layout",
  );
});
