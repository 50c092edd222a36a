import type { Migration, SessionOptions, SessionStore } from "@sess/core";
import { type Browser, type TestRequest, World } from "./browser.js";
import type { MapStore } from "./map-store.js";
import { OldLibrary } from "./old-library.js";

/** A manager that imports from an old library; both have the same clock. */
export class ImportWorld extends World {
  readonly old: OldLibrary;

  constructor(
    options: Partial<SessionOptions> = {},
    migration: Partial<Migration> = {},
    wrap: (store: MapStore) => SessionStore = (store) => store,
  ) {
    const old = new OldLibrary();
    super({ migrate: [old.migration(migration)], ...options }, wrap, true);
    this.old = old;
  }

  /** Alice is signed in at the old library. @returns her Cookie header */
  alice(data: object = { cart: ["tea"] }): string {
    return this.old.begin("alice-1", { user: "alice", ...data });
  }

  /** A whole request. Its browser has our own cookie after it, where it got one. */
  async ask(cookieHeader: string): Promise<TestRequest & { readonly browser: Browser }> {
    const browser = this.browser();
    const request = await browser.begin(cookieHeader);
    await request.handle.commit();
    browser.cookie = ownCookieOf(request);
    return Object.assign(request, { browser });
  }

  /** Who a request with these cookies is. */
  async userOf(cookieHeader: string | undefined): Promise<string | undefined> {
    const request = await this.browser().begin(cookieHeader);
    const { userId } = request.session;
    await request.end();
    return userId;
  }
}

/** Our own cookie, where a response sets it. */
export function ownCookieOf({ setCookies }: TestRequest): string | undefined {
  return setCookies.find((line) => /^__Host-Http-sid=./.test(line))?.split(";", 1)[0];
}
