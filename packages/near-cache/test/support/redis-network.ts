import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Of a process' connections: the one on which it hears of changes, those on which it asks, or both. */
export type Part = "feed" | "commands" | "all";

/** The network between one process and a server, which can be broken for a part of its connections. */
export interface Network {
  readonly host: string;
  readonly port: number;
  /** New connections go to this port from now on, as when an address is moved to another server. */
  lead(port: number): void;
  /** Ends connections, in both directions. */
  cut(part: Part): void;
  /** Nothing passes until `heal`, and nothing is lost: it comes late. */
  stall(part: Part): void;
  /** The same for what comes from the server: it does what it is asked, and its answers come late. */
  delayAnswers(part: Part): void;
  /** Loses all bytes, and the end of the connection with them: half-open, for ever. */
  swallow(part: Part): void;
  /** What comes from now on passes. */
  heal(): void;
  stop(): Promise<void>;
}

interface Line {
  readonly ends: readonly [client: Socket, server: Socket];
  part: "feed" | "commands";
  lost: boolean;
}

const HOST = "127.0.0.1";

export async function startNetwork(to: number): Promise<Network> {
  const lines = new Set<Line>();
  let target = to;
  let stalled: Part | undefined;
  let delayed: Part | undefined;
  let swallowed: Part | undefined;

  const concerns = (part: Part | undefined, line: Line): boolean => part === "all" || part === line.part;
  const linesOf = (part: Part): Line[] => [...lines].filter((line) => concerns(part, line));
  const hold = (line: Line): void => {
    if (concerns(stalled, line)) line.ends.forEach((end) => end.pause());
    if (concerns(delayed, line)) line.ends[1].pause();
  };

  function pass(line: Line, from: Socket, to: Socket): void {
    from.on("data", (bytes) => {
      // Whoever subscribes listens, and does nothing else on that connection.
      if (
        line.part === "commands" &&
        from === line.ends[0] &&
        /\bsubscribe\b/i.test(bytes.toString("latin1"))
      ) {
        line.part = "feed";
        hold(line);
      }
      line.lost ||= concerns(swallowed, line);
      if (!line.lost) to.write(bytes);
    });
    from.on("close", () => {
      if (line.ends.every(({ destroyed }) => destroyed)) lines.delete(line);
      if (!line.lost) to.end();
    });
    from.on("error", () => undefined);
  }

  const server = createServer((client) => {
    const line: Line = { ends: [client, connect(target, HOST)], part: "commands", lost: false };
    lines.add(line);
    const [near, far] = line.ends;
    pass(line, near, far);
    pass(line, far, near);
    hold(line);
  });
  await once(server.listen(0, HOST), "listening");

  const destroy = (line: Line): void => line.ends.forEach((end) => end.destroy());
  return {
    host: HOST,
    port: (server.address() as AddressInfo).port,
    lead: (port) => void (target = port),
    cut: (part) => linesOf(part).forEach(destroy),
    stall(part) {
      stalled = part;
      lines.forEach(hold);
    },
    delayAnswers(part) {
      delayed = part;
      lines.forEach(hold);
    },
    swallow(part) {
      swallowed = part;
      for (const line of linesOf(part)) line.lost = true;
    },
    heal() {
      stalled = delayed = swallowed = undefined;
      for (const { ends } of lines) for (const end of ends) end.resume();
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const line of lines) destroy(line);
      await closed;
    },
  };
}
