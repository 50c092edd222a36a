import { Redis } from "ioredis";

/** The commands that clients send to a server, as the server sees them: what a script calls is not among them. */
export class CommandLog {
  readonly #client: Redis;
  readonly #monitor: Redis;
  readonly #seen: string[][] = [];
  #marks = 0;

  private constructor(client: Redis, monitor: Redis) {
    this.#client = client;
    this.#monitor = monitor;
    // The type of ioredis says that the arguments come alone.
    const listen: (
      event: "monitor",
      heard: (time: string, args: string[], source: string) => void,
    ) => unknown = monitor.on.bind(monitor);
    listen("monitor", (_, args, source) => {
      if (source !== "lua") this.#seen.push(args);
    });
  }

  static async of(url: string): Promise<CommandLog> {
    const client = new Redis(url);
    return new CommandLog(client, await client.monitor());
  }

  /** Runs `work`, and tells which commands it sent. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    await this.#settle();
    this.#seen.length = 0;
    await work();
    await this.#settle();
    return this.#seen.map(([name = ""]) => name.toLowerCase()).filter((name) => name !== "echo");
  }

  close(): void {
    this.#monitor.disconnect();
    this.#client.disconnect();
  }

  /** A server executes in order: when this is in the log, so is everything before it. */
  async #settle(): Promise<void> {
    const mark = `mark ${this.#marks++}`;
    const seen = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#seen.some(([, text]) => text === mark)) return resolve();
        setImmediate(look);
      };
      look();
    });
    await this.#client.echo(mark);
    await seen;
  }
}
