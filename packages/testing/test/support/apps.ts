import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createSessions, type SessionOptions, type Sessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { onTestFinished } from "vitest";

export interface Data {
  cart?: string[];
}

export function sessionsFor(options: Partial<SessionOptions> = {}): Sessions<Data> {
  const sessions = createSessions<Data>({ store: memoryStore(), onEvent: () => {}, ...options });
  onTestFinished(() => sessions.close());
  return sessions;
}

/** Listens until the test ends. @returns its port */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return (server.address() as AddressInfo).port;
}
