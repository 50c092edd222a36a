import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Visitor, visitorAt } from "@sess/test-visitor";
import { onTestFinished } from "vitest";

/** Listens on a free port of the loopback interface until the test ends, and returns a visitor without cookies. */
export async function visiting(app: { callback(): Parameters<typeof createServer>[1] }): Promise<Visitor> {
  const server = createServer(app.callback());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return visitorAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
