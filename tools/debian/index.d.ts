/** A folder of `~/.cache`. */
export function cacheFolder(name: string): string;

/** Fills a cache by a process of its own, under a lock that the system takes back if that one dies. */
export function fillLocked(folder: string, script: string, args?: string[]): Promise<void>;

/** Fills a new folder, which gets its name when it is whole. */
export function fillFolder(folder: string, source: (partial: string) => Promise<void>): Promise<void>;

export interface Wanted {
  suites: string[];
  packages: string[];
  /** With all that the packages depend on. */
  closure?: boolean;
  /** What the closure need not bring. */
  except?: string[];
}

/** Takes programs out of Debian's packages. */
export function fromDebian(wanted: Wanted, root: string): Promise<void>;

/** What may be a Debian mirror, out of apt's sources. */
export function mirrors(folder?: string): Promise<string[]>;

export function firstOf(paths: string[]): Promise<string | undefined>;
export const loaderName: string;
export const triple: string;
