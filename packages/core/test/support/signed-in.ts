import type { Session, SessionOptions } from "@sess/core";
import { type Browser, type TestRequest, World } from "./browser.js";
import { FailNth, InterceptedStore } from "./intercepted-store.js";

/** A store with a user index, which fails where a test says, and users who sign in on it. */
export class SignedIn extends World {
  readonly faults: FailNth;

  constructor(options: Partial<SessionOptions> = {}) {
    const faults = new FailNth();
    super(options, (store) => new InterceptedStore(store, faults), true);
    this.faults = faults;
  }

  /** Another device, on which `user` signs in. */
  async device(user: string): Promise<{ browser: Browser; id: string }> {
    const browser = this.browser();
    const id = await browser.visit(async (session) => (await session.login(user), session.id));
    return { browser, id };
  }

  async devices(user: string, count: number): Promise<{ browser: Browser; id: string }[]> {
    return Promise.all(Array.from({ length: count }, () => this.device(user)));
  }

  /** The names of the calls that `act` makes. */
  async callsOf(act: () => Promise<unknown>): Promise<string[]> {
    const before = this.store.calls.length;
    await act();
    return this.store.calls.slice(before).map(([operation]) => operation);
  }

  listed(user: string): string[] {
    return this.store.users?.listed(user) ?? [];
  }
}

export async function userOf(browser: Browser): Promise<string | undefined> {
  return browser.visit((session: Session, _: TestRequest) => session.userId);
}
