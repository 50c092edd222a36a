/** Something that stops at one of its points, and goes on when it is told. */
export class Stopping {
  readonly done: Promise<void>;
  /** Resolves when it has stopped, or has come to its end. */
  readonly stopped: Promise<unknown>;
  reached = false;
  goOn!: () => void;
  #points = 0;

  /** @param act is handed what it has to wait for at each point. @param stop counts them from 0. */
  constructor(act: (point: () => Promise<void>) => Promise<void>, stop: number) {
    const free = new Promise<void>((resolve) => (this.goOn = resolve));
    let arrive = (): void => undefined;
    const here = new Promise<void>((resolve) => (arrive = resolve));
    const point = async (): Promise<void> => {
      if (this.#points++ !== stop) return;
      this.reached = true;
      arrive();
      await free;
    };
    this.done = act(point);
    this.stopped = Promise.race([here, this.done]);
  }
}
