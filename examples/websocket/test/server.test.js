import { join } from "node:path";
import { run } from "@sess-example/shared/run.js";
import { expect, test } from "vitest";
import { browser } from "./client.js";

const folder = join(import.meta.dirname, "..");

test("the server says where it is, and closes when it is told to, with sockets open", async () => {
  const running = run(folder);
  await running.opened();
  const { url } = running;
  const user = browser(url);
  await user.signIn();
  const socket = await user.connect();
  expect(socket.status).toBe(101);

  const second = run(folder, { PORT: new URL(url).port });
  expect(await second.exited).toBe(1);
  expect(second.output).toContain(`Cannot listen on port ${new URL(url).port}`);

  running.child.kill("SIGTERM");
  expect(await running.exited).toBe(0);
  expect(await socket.closed).toBe(1006);
});
