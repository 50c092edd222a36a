const NAMES = ["headersSent", "writableEnded", "writableNeedDrain"] as const;
const pretence: unique symbol = Symbol("@sess/pretence");

/** What a response says of itself for a while; undefined for what is as it is. */
export type Pretence = { readonly [Name in Seen]?: boolean | undefined };
type Seen = (typeof NAMES)[number];

type Target = Record<string, unknown> & { [pretence]?: Pretence | undefined };

/**
 * Lays a pretence over a response, and functions over some of its own. All responses share the properties for it, and they stay when it is
 * over, saying what is: to make some for each response, and to delete them, would cost more than to save a session.
 */
export class Shadow {
  readonly #target: Target;
  readonly #functions: Readonly<Record<string, unknown>>;
  readonly #covered: Record<string, unknown> = {};
  /** Properties of stand-ins for a response, which have them themselves. */
  #own: [string, PropertyDescriptor][] | undefined;

  constructor(target: object, says: Pretence, functions: Readonly<Record<string, unknown>>) {
    this.#target = target as Target;
    this.#functions = functions;
    for (const name of NAMES) this.#lay(name);
    for (const name in functions) {
      this.#covered[name] = this.#target[name];
      this.#target[name] = functions[name];
    }
    this.#target[pretence] = says;
  }

  #lay(name: Seen): void {
    const before = Object.getOwnPropertyDescriptor(this.#target, name);
    const accessor = accessors[name];
    if (before?.get === accessor.get) return;
    if (before !== undefined) (this.#own ??= []).push([name, before]);
    Object.defineProperty(this.#target, name, accessor);
  }

  /** Brings back what was there. What others have laid on top in the meantime is theirs, and stays. */
  remove(): void {
    this.#target[pretence] = undefined;
    for (const name in this.#functions) {
      if (this.#target[name] === this.#functions[name]) this.#target[name] = this.#covered[name];
    }
    for (const [name, before] of this.#own ?? []) Object.defineProperty(this.#target, name, before);
  }
}

const accessors: Readonly<Record<Seen, PropertyDescriptor & { get(): unknown }>> = {
  headersSent: accessorOf("headersSent"),
  writableEnded: accessorOf("writableEnded"),
  writableNeedDrain: accessorOf("writableNeedDrain"),
};

function accessorOf(name: Seen): PropertyDescriptor & { get(): unknown } {
  return {
    get(this: Target): unknown {
      return this[pretence]?.[name] ?? Reflect.get(Object.getPrototypeOf(this) as object, name, this);
    },
    configurable: true,
    enumerable: true,
  };
}
