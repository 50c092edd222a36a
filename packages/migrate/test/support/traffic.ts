import type { Random } from "@sess/test-random";
import type { Visitor } from "@sess/test-visitor";
import type { Balancer } from "./balancer.js";

/** What happened to all users. All but the requests must stay zero. */
export interface Counts {
  requests: number;
  /** Answers to somebody who is signed in that did not know him. */
  signedOut: number;
  /** Things that were put into a cart, by an answer that said so, and were missing in a later one. */
  lost: number;
  /** Answers to somebody who had signed out that knew him still. */
  signedInAgain: number;
  /** Answers with another status than 200. */
  failed: number;
}

/** What the guide's app tells of a session. */
interface Told {
  readonly user?: string;
  readonly cart: readonly string[];
}

/** One user with one browser: what he does comes one after the other; the page that he looks at asks for several things at a time. */
export class User {
  readonly #name: string;
  readonly #browser: Visitor;
  readonly #counts: Counts;
  readonly #answered: () => void;
  #isSignedIn = false;
  readonly #cart = new Set<string>();
  #bought = 0;

  /** @param answered is called after each answer has been counted. */
  constructor(name: string, balancer: Balancer, counts: Counts, answered: () => void) {
    this.#name = name;
    this.#browser = balancer.browser();
    this.#counts = counts;
    this.#answered = answered;
  }

  /** A third of what users do changes something. */
  async act(percent: number): Promise<void> {
    if (!this.#isSignedIn) return this.login();
    if (percent < 30) return this.#buy();
    if (percent < 33) return this.#logout();
    await Promise.all([this.#send("GET", "/"), this.#send("GET", "/"), this.#send("GET", "/")]);
  }

  async login(): Promise<void> {
    this.#isSignedIn = true;
    this.#cart.clear();
    await this.#send("POST", `/login/${this.#name}`);
  }

  async #buy(): Promise<void> {
    const item = `${this.#bought++}`;
    const told = await this.#send("POST", `/cart/${item}`);
    if (told?.user === this.#name) this.#cart.add(item);
  }

  async #logout(): Promise<void> {
    this.#isSignedIn = false;
    await this.#send("POST", "/logout");
    await this.#send("GET", "/");
  }

  async #send(method: "GET" | "POST", path: string): Promise<Told | undefined> {
    const { status, body } = await this.#browser.ask(path, { method });
    this.#counts.requests++;
    this.#answered();
    if (status !== 200) {
      this.#counts.failed++;
      return undefined;
    }
    const told = JSON.parse(body) as Told;
    if (!this.#isSignedIn) {
      if (told.user !== undefined) this.#counts.signedInAgain++;
    } else if (told.user !== this.#name) {
      this.#counts.signedOut++;
      this.#isSignedIn = false;
    } else for (const item of this.#cart) if (!told.cart.includes(item)) this.#counts.lost++;
    return told;
  }
}

/** Users who go on until they are told to stop. */
export class Traffic {
  readonly counts: Counts = { requests: 0, signedOut: 0, lost: 0, signedInAgain: 0, failed: 0 };
  readonly users: readonly User[];
  readonly #random: Random;
  /** Who waits for so many requests to be answered. */
  #waiting: { readonly goal: number; readonly go: () => void }[] = [];
  #going = true;
  #running: Promise<unknown> = Promise.resolve();

  constructor(users: number, balancer: Balancer, random: Random) {
    this.#random = random;
    this.users = Array.from(
      { length: users },
      (_, number) => new User(`user${number}`, balancer, this.counts, () => this.#tell()),
    );
  }

  async login(): Promise<void> {
    await this.#each(20, (user) => user.login());
  }

  /** A few of them at a time, in turn: all of them have been served after a while. */
  start(atATime: number): void {
    this.#running = this.#each(
      atATime,
      async (user) => user.act(this.#random(100)),
      () => this.#going,
    );
  }

  /** Resolves when every user has acted about so often since. */
  rounds(times: number): Promise<void> {
    const goal = this.counts.requests + times * this.users.length;
    return new Promise((go) => this.#waiting.push({ goal, go }));
  }

  #tell(): void {
    const due = this.#waiting.filter(({ goal }) => goal <= this.counts.requests);
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { go } of due) go();
  }

  async stop(): Promise<void> {
    this.#going = false;
    await this.#running;
  }

  async #each(
    atATime: number,
    act: (user: User) => Promise<void>,
    again = (): boolean => false,
  ): Promise<void> {
    let queue = [...this.users];
    const work = async (): Promise<void> => {
      for (;;) {
        const user = queue.shift();
        if (user !== undefined) {
          await act(user);
          if (again()) queue.push(user);
        } else if (!again()) return;
        else await new Promise((later) => setImmediate(later));
      }
    };
    await Promise.all(Array.from({ length: atATime }, work));
    queue = [];
  }
}
