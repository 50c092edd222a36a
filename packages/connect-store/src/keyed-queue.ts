/** Runs what concerns one key in turn, and what concerns others at once. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const result = before === undefined ? task() : before.then(task);
    const settled: Promise<unknown> = result
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return result;
  }
}

/**
 * The queue that belongs to a store: all who change its records by reading and writing take turns in it, as long as they have the same
 * store object.
 */
export function queueOf(store: object): KeyedQueue {
  const queue = queues.get(store) ?? new KeyedQueue();
  queues.set(store, queue);
  return queue;
}

const queues = new WeakMap<object, KeyedQueue>();
