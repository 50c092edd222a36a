import { until } from "@sess/test-redis";

/** Does the same again and again, until it is stopped. */
export class Traffic {
  rounds = 0;
  #stopped = false;
  readonly #ended: Promise<void>;

  /** Fails with what any round fails with. */
  constructor(round: (number: number) => Promise<unknown>) {
    this.#ended = this.#run(round);
    this.#ended.catch(() => undefined);
  }

  /** Waits until so many more rounds have begun and ended. */
  async goOn(rounds: number): Promise<void> {
    const enough = this.rounds + rounds + 1;
    const reached = until("the traffic goes on", () => this.rounds >= enough);
    await Promise.race([reached, this.#ended]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
  }

  async #run(round: (number: number) => Promise<unknown>): Promise<void> {
    for (; !this.#stopped; this.rounds++) await round(this.rounds);
  }
}
