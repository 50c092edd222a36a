interface PendingCall {
  readonly dueAt: number;
  expire(): void;
}

/**
 * Gives up calls that take too long. They all get the same time, so the first one in is the first one due: one timer
 * serves any number of calls, and a call that is answered in time costs no timer of its own. In a Worker it does: there a timer ends with
 * the request that began it.
 */
export class CallDeadlines {
  readonly #timeoutMs: number;
  readonly #pending = new Set<PendingCall>();
  #armed = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** @returns a function that takes the call off the list; it returns false when the call was given up before. */
  start(expire: () => void): () => boolean {
    const call: PendingCall = { dueAt: performance.now() + this.#timeoutMs, expire };
    this.#pending.add(call);
    if (inWorker()) return this.#withOwnTimer(call);
    this.#arm(this.#timeoutMs);
    return () => this.#pending.delete(call);
  }

  #withOwnTimer(call: PendingCall): () => boolean {
    const timer = setTimeout(() => {
      if (this.#pending.delete(call)) call.expire();
    }, this.#timeoutMs);
    return () => {
      clearTimeout(timer);
      return this.#pending.delete(call);
    };
  }

  /** A process that was busy for long, or frozen, runs its timers before it takes what has arrived meanwhile. */
  #letAnswersIn(): void {
    this.#armed = true;
    unref(setTimeout(() => this.#expireDue(true), 0));
  }

  #arm(delayMs: number): void {
    if (this.#armed) return;
    this.#armed = true;
    // A store that never answers must not keep a process alive that has nothing else to do.
    unref(setTimeout(() => this.#expireDue(), delayMs));
  }

  #expireDue(answersAreIn = false): void {
    this.#armed = false;
    const now = performance.now();
    for (const call of this.#pending) {
      // Timers may fire a fraction of a millisecond early.
      if (call.dueAt - now >= 1) return this.#arm(call.dueAt - now);
      if (!answersAreIn && now - call.dueAt > STALL_MS) return this.#letAnswersIn();
      this.#pending.delete(call);
      call.expire();
    }
  }
}

/** A timer that is so late shows that nothing else was done in time either. */
const STALL_MS = 20;

/** By the name that Cloudflare documents for it. */
function inWorker(): boolean {
  const { navigator } = globalThis as { navigator?: { userAgent?: unknown } };
  return navigator?.userAgent === "Cloudflare-Workers";
}

/** Node's timers are objects that can let the process end; elsewhere they are numbers. */
function unref(timer: unknown): void {
  if (canUnref(timer)) timer.unref();
}

function canUnref(timer: unknown): timer is { unref(): void } {
  return typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function";
}
