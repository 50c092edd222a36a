/**
 * Slots ordered by deadline: a binary heap that knows where each slot is, so that any of them can be moved or removed.
 * Equal deadlines come in any order.
 */
export class DeadlineHeap {
  readonly #heap: Int32Array;
  readonly #position: Int32Array;
  readonly #deadline: Float64Array;
  #size = 0;

  /** @param capacity slots are 0 to `capacity - 1`, each at most once in the heap */
  constructor(capacity: number) {
    this.#heap = new Int32Array(capacity);
    this.#position = new Int32Array(capacity);
    this.#deadline = new Float64Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** @returns the slot whose deadline comes first; undefined when the heap is empty */
  get earliest(): number | undefined {
    return this.#size === 0 ? undefined : this.#heap[0];
  }

  /** Of a slot that is in the heap. */
  deadlineOf(slot: number): number {
    return this.#deadline[slot]!;
  }

  add(slot: number, deadline: number): void {
    this.#deadline[slot] = deadline;
    this.#rise(this.#size++, slot);
  }

  /** Gives a slot that is in the heap another deadline. */
  move(slot: number, deadline: number): void {
    this.#deadline[slot] = deadline;
    this.#settle(this.#position[slot]!, slot);
  }

  /** Takes out a slot that is in the heap. */
  remove(slot: number): void {
    const last = this.#heap[--this.#size]!;
    if (last !== slot) this.#settle(this.#position[slot]!, last);
  }

  clear(): void {
    this.#size = 0;
  }

  /** Puts `slot` into the free place `at`, or where it belongs above or below. */
  #settle(at: number, slot: number): void {
    const parent = this.#heap[(at - 1) >> 1]!;
    if (at > 0 && this.#deadline[slot]! < this.#deadline[parent]!) this.#rise(at, slot);
    else this.#sink(at, slot);
  }

  #rise(from: number, slot: number): void {
    const deadline = this.#deadline[slot]!;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#heap[above]!;
      if (this.#deadline[parent]! <= deadline) break;
      this.#put(at, parent);
      at = above;
    }
    this.#put(at, slot);
  }

  #sink(from: number, slot: number): void {
    const deadline = this.#deadline[slot]!;
    let at = from;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.#size) break;
      if (below + 1 < this.#size && this.#deadlineAt(below + 1) < this.#deadlineAt(below)) below++;
      if (deadline <= this.#deadlineAt(below)) break;
      this.#put(at, this.#heap[below]!);
      at = below;
    }
    this.#put(at, slot);
  }

  #deadlineAt(at: number): number {
    return this.#deadline[this.#heap[at]!]!;
  }

  #put(at: number, slot: number): void {
    this.#heap[at] = slot;
    this.#position[slot] = at;
  }
}
