import type { Random } from "@sess/test-random";
import { Visitor } from "@sess/test-visitor";
import type { GuideProcess } from "./guide-process.js";

/** What stands before the processes: it gives each request to one of them, and takes one away only when that has answered. */
export class Balancer {
  readonly #random: Random;
  #targets: { readonly process: GuideProcess; busy: number }[] = [];
  #changed: (() => void)[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  add(...processes: GuideProcess[]): void {
    this.#targets.push(...processes.map((process) => ({ process, busy: 0 })));
    this.#tell();
  }

  /** Takes all of an app's processes out, and ends them when their last answers are there. */
  async remove(app: string): Promise<void> {
    const leaving = this.#targets.filter(({ process }) => process.app === app);
    this.#targets = this.#targets.filter((target) => !leaving.includes(target));
    while (leaving.some(({ busy }) => busy > 0)) await this.#change();
    await Promise.all(leaving.map(({ process }) => process.stop()));
  }

  /** Somebody's browser: each of its requests may go to another process. */
  browser(): Visitor {
    return new Visitor(async (path, { method, headers, body }) => {
      while (this.#targets.length === 0) await this.#change();
      const target = this.#targets[this.#random(this.#targets.length)]!;
      target.busy++;
      try {
        const init = { method, headers, redirect: "manual" as const, ...(body !== undefined && { body }) };
        const response = await fetch(new URL(path, target.process.origin), init);
        return { status: response.status, headers: response.headers, body: await response.text() };
      } finally {
        target.busy--;
        this.#tell();
      }
    });
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  #tell(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}
