/** Knows what a field holds. */
export interface FieldReader {
  firstLook(key: string): unknown;
}

/**
 * An object with fields that nobody has looked at. Such a field is a property like any other, but that its value is made when it is
 * first asked for, and that until then it is known to be unchanged.
 */
export class LazyFields {
  readonly #reader: FieldReader;

  constructor(reader: FieldReader) {
    this.#reader = reader;
  }

  static define(object: LazyFields, key: string): void {
    Object.defineProperty(object, key, accessorOf(key));
  }

  /** Whether the field is there, and nobody has looked at it, nor put another in its place. */
  static isUnread(object: LazyFields, key: string): boolean {
    const getter = Object.getOwnPropertyDescriptor(object, key)?.get;
    return getter !== undefined && getters.has(getter);
  }

  /** From now on it is a plain property: what is changed in it must be seen. */
  static look(asked: object, key: string): unknown {
    const object = withFields(asked);
    if (object === undefined)
      throw new TypeError(
        `"${key}" is asked of something that stands for a session: ask the session itself.`,
      );
    const value = object.#reader.firstLook(key);
    // A frozen object stays as it is.
    Reflect.defineProperty(object, key, plain(value));
    return value;
  }

  static has(object: object): object is LazyFields {
    return #reader in object;
  }
}

/** What was made from a session by Object.create sees its fields. */
function withFields(asked: object): LazyFields | undefined {
  let object: unknown = asked;
  while (typeof object === "object" && object !== null) {
    if (LazyFields.has(object)) return object;
    object = Object.getPrototypeOf(object);
  }
  return undefined;
}

/** All sessions share the accessor of a name: to make one costs more than most values. */
const accessors = new Map<string, PropertyDescriptor>();
const getters = new WeakSet<() => unknown>();
/** Names may come from requests. */
const MOST_ACCESSORS = 1000;

function accessorOf(key: string): PropertyDescriptor {
  const known = accessors.get(key);
  if (known !== undefined) return known;
  const get = function (this: object): unknown {
    return LazyFields.look(this, key);
  };
  const set = function (this: object, value: unknown): void {
    Object.defineProperty(this, key, plain(value));
  };
  const accessor = { get, set, enumerable: true, configurable: true };
  getters.add(get);
  if (accessors.size >= MOST_ACCESSORS) accessors.clear();
  accessors.set(key, accessor);
  return accessor;
}

function plain(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}
