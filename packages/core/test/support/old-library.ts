import type { Migration, OldRecord, OldSession } from "@sess/core";

/** What a store of its has. */
type Kept = OldRecord | "unreadable";

/** When the worlds of these tests begin. */
const START = Date.UTC(2026, 0, 1);

/** What stands in for a library that was here before, with its store: the cookie is `old=<id>.signed`. */
export class OldLibrary {
  readonly records: Map<string, Kept>;
  /** Each call, before it is done. */
  readonly calls: string[] = [];
  /** Waits, or fails, before and after a call. */
  around: (call: string) => Promise<void> | void = () => undefined;

  /** @param records another one's, where several processes share a store. */
  constructor(records: Map<string, Kept> = new Map()) {
    this.records = records;
  }

  /** A session that goes on for an hour, unless it is said otherwise. @returns its Cookie header */
  begin(id: string, data: object, expiresAt: number = START + 3_600_000, slides = false): string {
    this.records.set(id, { data: { ...data }, expiresAt, slides });
    return `old=${id}.signed`;
  }

  migration(options: Partial<Migration> = {}): Migration {
    return {
      name: "old",
      until: new Date(START + 30 * 86_400_000),
      find: (header) => this.#find(header),
      userId: ({ user }) => user as string | undefined,
      ...options,
    };
  }

  /** What its own logout does. */
  end(id: string): Promise<boolean> {
    return this.#call(`end ${id}`, () => this.records.delete(id));
  }

  #find(header: string): readonly OldSession[] | "forged" {
    this.calls.push("find");
    const values = Array.from(header.matchAll(/(?:^|; )old=([^;]*)/g), ([, value = ""]) => value);
    const signed = values.filter((value) => value.endsWith(".signed"));
    return values.length > 0 && signed.length === 0 ? "forged" : signed.map((value) => this.#session(value));
  }

  #session(value: string): OldSession {
    const [id = ""] = value.split(".");
    return {
      id,
      secret: value,
      dropCookie: [DROP_OLD],
      load: () => this.#call(`load ${id}`, () => this.records.get(id)),
      end: () => this.end(id),
    };
  }

  async #call<T>(call: string, work: () => T): Promise<T> {
    this.calls.push(call);
    await this.around(call);
    const result = work();
    await this.around(call);
    return result;
  }
}

export const DROP_OLD = "old=; Path=/; Max-Age=0";
