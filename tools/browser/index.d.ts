import type { BrowserContext } from "playwright-core";

export type { BrowserContext, Page, Request, Response } from "playwright-core";

/** Options of Node's TLS servers. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** For servers of any host: browsers started here take it for good. */
export declare const certificate: Certificate;

/** One Chromium. It ends with the process that started it, even if that one is killed. */
export interface TestBrowser {
  readonly version: string;
  /** Somebody with cookies, a cache and a history of their own. */
  visitor(): Promise<BrowserContext>;
  stop(): Promise<void>;
}

/** Every host under `.test` is 127.0.0.1, and so is localhost; there are no others. */
export declare function startBrowser(): Promise<TestBrowser>;

/** With a profile that is kept in a folder: `close()` quits the browser, and the next one remembers what this one kept. */
export declare function startProfile(folder: string): Promise<BrowserContext>;
