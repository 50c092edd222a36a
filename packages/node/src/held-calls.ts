import { headersSentError } from "./node-errors.js";
import { swallow } from "./failed-response.js";
import { type Pretence, Shadow } from "./shadow.js";
import type { Wire, Writer } from "./wire.js";

/** A call that waits for the session to be saved. */
export interface Call {
  readonly name: Writer;
  readonly args: readonly unknown[];
  run(): unknown;
}

/** Calls that wait, in their order, and what the app sees of the response meanwhile: as if they had been made. */
export class HeldCalls implements Pretence {
  /** A `write` that waits returned false: whoever wrote expects a drain event. */
  needsDrain = false;
  readonly #res: Wire;
  readonly #shadow: Shadow;
  readonly #from: "head" | "end";
  #calls: Call[] = [];
  #ended = false;

  private constructor(res: Wire, from: "head" | "end", refusals: Refusals) {
    this.#res = res;
    this.#from = from;
    this.#shadow = new Shadow(res, this, refusals);
  }

  /** From the head on: it counts as sent. */
  static fromHead(res: Wire, http2: boolean): HeldCalls {
    return new HeldCalls(res, "head", http2 ? HTTP2_REFUSALS : HTTP1_REFUSALS);
  }

  /** From the end on, of a response whose head has left. */
  static fromEnd(res: Wire): HeldCalls {
    return new HeldCalls(res, "end", {});
  }

  get headersSent(): boolean | undefined {
    return this.#from === "head" ? true : undefined;
  }

  get writableEnded(): boolean {
    return this.#ended || this.#from === "end";
  }

  get writableNeedDrain(): boolean | undefined {
    return this.#from === "head" ? this.needsDrain : undefined;
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

type Refusals = Readonly<Record<string, () => never>>;

const HTTP1_REFUSALS = refusalsOf(false);
const HTTP2_REFUSALS = refusalsOf(true);

/** As Node's own, of a response whose head has been sent. */
function refusalsOf(http2: boolean): Refusals {
  const refuse = (verb: string) => (): never => {
    throw headersSentError(verb, http2);
  };
  const set = refuse("set");
  return { setHeader: set, setHeaders: set, appendHeader: refuse("append"), removeHeader: refuse("remove") };
}
