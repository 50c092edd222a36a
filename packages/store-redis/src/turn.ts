import { unlike } from "./replies.js";

interface Waiting<Item, Answer> {
  readonly item: Item;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Collects what one turn of the event loop asks for, and sends it as one. It is sent when the turn has served every socket
 * that was ready, so a request that comes alone does not wait.
 */
export class Turn<Item, Answer> {
  readonly #most: number;
  readonly #send: (items: readonly Item[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Item, Answer>[] = [];

  /** @param most how many items go into one call; @param send answers each item, in the same order */
  constructor(most: number, send: (items: readonly Item[]) => Promise<readonly Answer[]>) {
    this.#most = most;
    this.#send = send;
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ item, resolve, reject }) === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += this.#most) {
      void this.#settle(waiting.slice(from, from + this.#most));
    }
  }

  async #settle(waiting: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#send(waiting.map(({ item }) => item));
      if (answers.length !== waiting.length) throw unlike();
      waiting.forEach(({ resolve }, at) => resolve(answers[at]!));
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
