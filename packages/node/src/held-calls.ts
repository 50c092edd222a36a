import { headersSentError } from "./node-errors.js";
import { swallow } from "./failed-response.js";
import { Shadow } from "./shadow.js";
import type { Wire, Writer } from "./wire.js";

/** A call that waits for the session to be saved. */
export interface Call {
  readonly name: Writer;
  readonly args: readonly unknown[];
  run(): unknown;
}

/** Calls that wait, in their order, and what the app sees of the response meanwhile: as if they had been made. */
export class HeldCalls {
  /** A `write` that waits returned false: whoever wrote expects a drain event. */
  needsDrain = false;
  readonly #res: Wire;
  readonly #shadow: Shadow;
  #calls: Call[] = [];
  #ended = false;

  private constructor(res: Wire, seen: (held: HeldCalls) => PropertyDescriptorMap) {
    this.#res = res;
    this.#shadow = new Shadow(res, seen(this));
  }

  /** From the head on: it counts as sent. */
  static fromHead(res: Wire, http2: boolean): HeldCalls {
    const refuse = (verb: string): PropertyDescriptor => ({
      value: (): never => {
        throw headersSentError(verb, http2);
      },
      writable: true,
    });
    return new HeldCalls(res, (held) => ({
      headersSent: { get: () => true },
      writableEnded: { get: () => held.#ended },
      writableNeedDrain: { get: () => held.needsDrain },
      setHeader: refuse("set"),
      setHeaders: refuse("set"),
      appendHeader: refuse("append"),
      removeHeader: refuse("remove"),
    }));
  }

  /** From the end on, of a response whose head has left. */
  static fromEnd(res: Wire): HeldCalls {
    return new HeldCalls(res, () => ({ writableEnded: { get: () => true } }));
  }

  /** Returns what the call returns to the app. */
  add(call: Call): unknown {
    this.#calls.push(call);
    if (call.name === "write") {
      this.needsDrain = true;
      return false;
    }
    if (call.name === "end") this.#ended = true;
    return call.name === "flushHeaders" ? undefined : this.#res;
  }

  /** Shows the response as it is again, and hands out the calls. */
  take(): Call[] {
    this.#shadow.remove();
    return this.#calls.splice(0);
  }

  /** The same, but nobody will make them. */
  drop(error: unknown): void {
    for (const { name, args } of this.take()) swallow(this.#res, name, args, error);
  }
}
