/** The lists that a slot can be in. */
export const FREE = 0;
export const ANONYMOUS = 1;
export const SIGNED_IN = 2;
/** Slots without a record, which are only on a user's list. */
export const LISTED = 3;
export type ListName = typeof FREE | typeof ANONYMOUS | typeof SIGNED_IN | typeof LISTED;
const LISTS = 4;

/**
 * Every slot is in one of four lists, each in the order in which slots came to it. They are rings, linked both ways
 * through two typed arrays, and each ring has one link of its own (the first four) that marks where it ends.
 */
export class SlotLists {
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  /** All slots from 0 to `capacity - 1` begin as free. */
  constructor(capacity: number) {
    this.#next = new Int32Array(capacity + LISTS);
    this.#previous = new Int32Array(capacity + LISTS);
    this.clear();
  }

  /** @returns undefined when the list is empty */
  oldest(list: ListName): number | undefined {
    const first = this.#next[list]!;
    return first === list ? undefined : first - LISTS;
  }

  /** Takes a slot out of the list that it is in, and puts it at the end of another, as its youngest. */
  move(slot: number, list: ListName): void {
    const link = slot + LISTS;
    this.#join(this.#previous[link]!, this.#next[link]!);
    this.#join(this.#previous[list]!, link);
    this.#join(link, list);
  }

  /** Makes every slot free. */
  clear(): void {
    this.#join(ANONYMOUS, ANONYMOUS);
    this.#join(SIGNED_IN, SIGNED_IN);
    this.#join(LISTED, LISTED);
    let last: number = FREE;
    for (let link = LISTS; link < this.#next.length; link++) {
      this.#join(last, link);
      last = link;
    }
    this.#join(last, FREE);
  }

  #join(link: number, next: number): void {
    this.#next[link] = next;
    this.#previous[next] = link;
  }
}
