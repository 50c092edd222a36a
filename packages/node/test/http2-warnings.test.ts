import { createServer } from "node:http2";
import { expect, test, vi } from "vitest";
import { withSessions } from "../src/index.js";
import { FakeSessions } from "./support/fake-sessions.js";
import { ask, http2Client } from "./support/http2-client.js";
import { listen } from "./support/servers.js";

// In a file of its own: Node warns once in a process.
test("nothing of ours touches the status message, of which HTTP/2 warns", async () => {
  const warn = vi.spyOn(process, "emitWarning");
  for (const mode of ["sync", "async", "failing"] as const) {
    const sessions = new FakeSessions(mode, (session) => session.settle());
    const options = { onError: (): void => {} };
    const port = await listen(
      createServer(withSessions(sessions, (_, res) => res.writeHead(200).end(), options)),
    );
    await ask(http2Client(`http://localhost:${port}`), { ":path": "/" });
  }
  expect(warn).not.toHaveBeenCalled();
});
