import type { Readable } from "node:stream";
import { clearForError, openForErrorHandler, statusOf, swallow } from "./failed-response.js";
import { HeadCall } from "./head-call.js";
import { type Call, HeldCalls } from "./held-calls.js";
import { type Holder, hook } from "./hooks.js";
import { checkChunk, checkHead, headersSentError } from "./node-errors.js";
import { type Judged, NodeExchange } from "./node-exchange.js";
import type { Saved } from "./ports.js";
import type { NodeRequest, NodeResponse, Writers } from "./wire.js";

/**
 * A response whose head is held until the session is saved.
 *
 * ```
 * open --the first call that needs the head--> committing --saved--> released --end--> saving what changed since --> ended
 *                                                  '----not saved--> failed: the error handler has the response
 * ```
 *
 * Where the commit is done at once, every call goes straight through. Otherwise calls wait in their order, and are made
 * when the commit has settled.
 */
export class HeldResponse extends NodeExchange implements Holder {
  readonly #writers: Writers;
  readonly #http2: boolean;
  readonly #onError: (error: unknown) => void;
  #session: Saved | undefined;
  #stage: "open" | "committing" | "released" | "failed" = "open";
  /** Set while calls have to wait. */
  #held: HeldCalls | undefined;
  /** The `writeHead` call that opened the head, where it was one. */
  #head: HeadCall | undefined;
  #sources: Readable[] = [];
  #failure: unknown;
  /** `end` was called. */
  #ended = false;
  /** The connection is gone. */
  #gone = false;

  constructor(req: NodeRequest, res: NodeResponse, judged: Judged, onError: (error: unknown) => void) {
    super(req, res, judged);
    const { writeHead, write, end } = this.res;
    // Stand-ins of test tools may lack this one.
    const flushHeaders = this.res.flushHeaders ?? ((): void => {});
    this.#writers = { writeHead, flushHeaders, write, end };
    this.#http2 = req.httpVersionMajor >= 2;
    this.#onError = onError;
  }

  /** From now on the head waits for `session`. */
  hold(session: Saved): void {
    const { res } = this;
    this.#session = session;
    if (res.headersSent) this.#stage = "released";
    hook(res, this);
  }

  pipe(source: Readable): void {
    this.#sources.push(source);
  }

  override responseHeader(name: string): string | undefined {
    this.#head?.applyTo(this.res);
    return super.responseHeader(name);
  }

  override setResponseHeader(name: string, value: string): void {
    this.#head?.applyTo(this.res);
    super.setResponseHeader(name, value);
  }

  override appendResponseHeader(name: string, value: string): void {
    this.#head?.applyTo(this.res);
    super.appendResponseHeader(name, value);
  }

  writeHead(args: unknown[]): unknown {
    this.#noteCommitted();
    const { res } = this;
    if (this.#stage === "failed") return swallow(res, "writeHead", args, this.#failure);
    if (this.#stage === "released") return this.#writers.writeHead.apply(res, args);
    if (this.#stage === "committing") {
      // A wrapper that saw no head yet (an older `compression`) asks for the implicit one again. To make that call later
      // would throw where nobody can catch it.
      if (args.length === 1 && args[0] === res.statusCode) return res;
      throw headersSentError("write", this.#http2);
    }
    const head = new HeadCall(args);
    this.#checkHead(head.status, head.message);
    if (head.status) res.statusCode = Number(head.status) | 0;
    if (head.message !== undefined && !this.#http2) res.statusMessage = head.message;
    head.check(res);
    this.#head = head;
    return this.#begin({ name: "writeHead", args, run: () => this.#writers.writeHead.apply(res, head.args) });
  }

  flushHeaders(args: unknown[]): unknown {
    this.#noteCommitted();
    if (this.#stage === "failed") return swallow(this.res, "flushHeaders", args, this.#failure);
    if (this.#stage === "released") return this.#writers.flushHeaders.apply(this.res, args);
    const call: Call = {
      name: "flushHeaders",
      args,
      run: () => this.#writers.flushHeaders.apply(this.res, args),
    };
    if (this.#held !== undefined) return this.#held.add(call);
    this.#checkHead(this.res.statusCode);
    return this.#begin(call);
  }

  write(args: unknown[]): unknown {
    this.#noteCommitted();
    if (this.#stage === "failed") return swallow(this.res, "write", args, this.#failure);
    if (this.#stage === "released" && this.#held === undefined)
      return this.#writers.write.apply(this.res, args);
    checkChunk(args[0]);
    const call: Call = { name: "write", args, run: () => this.#writers.write.apply(this.res, args) };
    if (this.#held !== undefined) return this.#held.add(call);
    this.#checkHead(this.res.statusCode);
    return this.#begin(call);
  }

  end(args: unknown[]): unknown {
    this.#noteCommitted();
    if (this.#stage === "failed") return swallow(this.res, "end", args, this.#failure);
    const call: Call = { name: "end", args, run: () => this.#writers.end.apply(this.res, args) };
    const saveFirst: Call = this.#ended ? call : { ...call, run: () => this.#saveThenEnd(call) };
    if (this.#stage === "released" && this.#held === undefined) return saveFirst.run();
    if (args[0] && typeof args[0] !== "function") checkChunk(args[0]);
    if (this.#held === undefined) this.#checkHead(this.res.statusCode);
    this.#ended = true;
    if (this.#held !== undefined) return this.#held.add(saveFirst);
    // Head and end in one call: the commit covers both. Unless the client had left: then the session was finished already.
    return this.#begin(this.#gone ? saveFirst : call);
  }

  #noteCommitted(): void {
    if (this.#stage === "open" && this.pending?.committed === true) this.#stage = "released";
  }

  /** The first call that needs the head. */
  #begin(call: Call): unknown {
    let saving: Promise<void> | undefined;
    try {
      saving = this.#session?.commit();
    } catch (error) {
      const result = swallow(this.res, call.name, call.args, error);
      this.#fail(error, statusOf(error) ?? 503);
      return result;
    }
    if (saving !== undefined) return this.#holdHead(saving).add(call);
    this.#stage = "released";
    return call.run();
  }

  #holdHead(saving: Promise<void>): HeldCalls {
    const { res } = this;
    this.#head?.applyTo(res);
    // What the head says is settled now, whatever the app sets while it waits.
    const { statusCode } = res;
    const statusMessage = this.#http2 ? "" : res.statusMessage;
    const saved = (): void => {
      res.statusCode = statusCode;
      if (!this.#http2) res.statusMessage = statusMessage;
      this.#stage = "released";
      this.#release();
    };
    saving.then(saved, (error: unknown) => this.#fail(error, statusOf(error) ?? 503));
    this.#stage = "committing";
    this.#held = HeldCalls.fromHead(res, this.#http2);
    return this.#held;
  }

  /** The head has left: the end waits for what changed since, so that a client that has read all of it finds it saved. */
  #saveThenEnd(call: Call): unknown {
    this.#ended = true;
    const saving = this.#session?.finish();
    if (saving === undefined) return call.run();
    const release = (): void => this.#release();
    saving.then(release, release);
    this.#held = HeldCalls.fromEnd(this.res);
    return this.#held.add(call);
  }

  /** Makes the calls that waited. One of them may have to wait again: then those behind it do as well. */
  #release(): void {
    const held = this.#held;
    this.#held = undefined;
    const calls = held?.take() ?? [];
    let full = false;
    for (const [index, call] of calls.entries()) {
      try {
        if (call.run() === false && call.name === "write") full = true;
      } catch (error) {
        // Node refused the call, and the handler is not there any more to catch it.
        for (const { name, args } of calls.slice(index)) swallow(this.res, name, args, error);
        return this.#fail(error, 500);
      }
      if (this.#held !== undefined) return this.#queueAgain(calls.slice(index + 1));
    }
    // Where the last writes filled the socket, Node emits it by itself.
    if (held?.needsDrain && !full && !this.#ended) this.res.emit("drain");
    if (this.#gone && !this.#ended) void this.#session?.finish();
  }

  #queueAgain(calls: readonly Call[]): void {
    for (const call of calls) this.#held?.add(call);
  }

  #fail(error: unknown, status: number): void {
    const { res } = this;
    this.#stage = "failed";
    this.#failure = error;
    this.#held?.drop(error);
    this.#held = undefined;
    // `unpipe` only compares it by identity; by its types an Http2ServerResponse is no WritableStream.
    for (const source of this.#sources) source.unpipe(res as unknown as NodeJS.WritableStream);
    openForErrorHandler(res, this.#writers, error);
    if (!res.headersSent) clearForError(res, status, this.#http2);
    this.#onError(error);
  }

  /** Node closes every response. One that did not end lost its client: what the app changed is saved all the same. */
  close(): void {
    this.#gone = true;
    this.#sources = [];
    if (this.#ended || this.#stage === "committing" || this.#stage === "failed") return;
    void this.#session?.finish();
  }

  /** Nothing is saved for a head that Node will refuse. */
  #checkHead(status: unknown, message?: string): void {
    // HTTP/2 has no message, and warns when it is read.
    checkHead(status, this.#http2 ? undefined : (message ?? this.res.statusMessage), this.#http2);
  }
}
