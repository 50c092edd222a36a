import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A client that sees the bytes as they come. */
export class RawClient {
  readonly socket: Socket;
  received: Buffer = Buffer.alloc(0);
  closed = false;
  #watchers: (() => void)[] = [];

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.#notify();
    });
    this.socket.on("error", () => {});
    this.socket.on("close", () => {
      this.closed = true;
      this.#notify();
    });
    onTestFinished(() => void this.socket.destroy());
  }

  get text(): string {
    return this.received.toString("latin1");
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  get(path = "/", headers: readonly string[] = [], method = "GET"): this {
    return this.send([`${method} ${path} HTTP/1.1`, "Host: test", ...headers, "", ""].join("\r\n"));
  }

  /** Waits until what came fits, and fails when the connection closes before. */
  async until(fits: (text: string) => boolean): Promise<string> {
    while (!fits(this.text)) {
      if (this.closed) throw new Error(`closed after ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
    return this.text;
  }

  async untilClosed(): Promise<string> {
    while (!this.closed) await new Promise<void>((resolve) => this.#watchers.push(resolve));
    return this.text;
  }

  #notify(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}

/** Sends one request, and returns all that came until the server closed the connection. */
export function exchange(port: number, method = "GET", headers: readonly string[] = []): Promise<string> {
  return new RawClient(port).get("/", ["Connection: close", ...headers], method).untilClosed();
}

/** A round trip of its own: what the server wrote for others before it is with them when this returns. */
export async function ping(port: number): Promise<void> {
  await new RawClient(port).get("/ping", ["Connection: close"]).untilClosed();
}
