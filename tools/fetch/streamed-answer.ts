import type { ServerResponse } from "node:http";
import { Writable } from "node:stream";

type Head = Record<string, string | string[]>;

/** What the suite writes to as if it were Node's response, as a `Response` with a stream for a body. */
export class StreamedAnswer extends Writable {
  /** Resolves when the first byte, or the head, is written: a handler returns its response then. */
  readonly response: Promise<Response>;
  readonly #headers = new Headers();
  #status = 200;
  #begin = (): void => {};
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor() {
    super();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#body = controller),
      cancel: () => void this.destroy(), // The client has left.
    });
    this.response = new Promise((resolve) => {
      this.#begin = () => resolve(new Response(body, { status: this.#status, headers: this.#headers }));
    });
  }

  /** As the suite's routes have it. They use no more than what is here. */
  asNodes(): ServerResponse {
    return this as unknown as ServerResponse;
  }

  setHeader(name: string, value: string): this {
    this.#headers.set(name, value);
    return this;
  }

  writeHead(status: number, headers: Head = {}): this {
    this.#status = status;
    for (const [name, value] of Object.entries(headers))
      for (const line of [value].flat()) this.#headers.append(name, line);
    return this;
  }

  flushHeaders(): void {
    this.#begin();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#begin();
    this.#body?.enqueue(chunk);
    callback();
  }

  override _final(callback: () => void): void {
    this.#begin();
    this.#body?.close();
    callback();
  }
}
