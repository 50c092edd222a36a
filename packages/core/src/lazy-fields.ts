/** Knows what a field holds. */
export interface FieldReader {
  firstLook(key: string): unknown;
  /** What {@link firstLook} has said of it; `UNREAD` where nobody has asked. */
  lookedAt(key: string): unknown;
}

/** Stands for a value that nobody has looked at. */
export const UNREAD: unique symbol = Symbol("unread");

/** The field that is asked whether somebody has looked at it. A descriptor would tell as well, and take ten times as long. */
let asked: { readonly object: object; readonly key: string } | undefined;

/**
 * An object with fields that nobody has looked at. Such a field is a property like any other, but that its value is made when it is
 * first asked for, and that until then it is known to be unchanged.
 */
export class LazyFields {
  readonly #reader: FieldReader;

  constructor(reader: FieldReader) {
    this.#reader = reader;
  }

  /** A field whose value is known. */
  static put(object: LazyFields, key: string, value: unknown): void {
    // An assignment is the cheapest, but to a name that is inherited it may fail.
    if (key in object) Object.defineProperty(object, key, plain(value));
    else (object as unknown as Record<string, unknown>)[key] = value;
  }

  /** A field whose value is made when somebody looks at it. */
  static define(object: LazyFields, key: string): void {
    Object.defineProperty(object, key, accessorOf(key));
  }

  /** The field's value, or `UNREAD`. */
  static valueOf(object: LazyFields, key: string): unknown {
    asked = { object, key };
    try {
      return (object as unknown as Record<string, unknown>)[key];
    } finally {
      asked = undefined;
    }
  }

  /** From now on it is a plain property: what is changed in it must be seen. */
  static look(holder: object, key: string): unknown {
    const object = withFields(holder);
    if (object === undefined)
      throw new TypeError(
        `"${key}" is asked of something that stands for a session: ask the session itself.`,
      );
    if (asked?.object === holder && asked.key === key) return object.#reader.lookedAt(key);
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
function withFields(holder: object): LazyFields | undefined {
  let object: unknown = holder;
  while (typeof object === "object" && object !== null) {
    if (LazyFields.has(object)) return object;
    object = Object.getPrototypeOf(object);
  }
  return undefined;
}

/** All sessions share the accessor of a name: to make one costs more than most values. */
const accessors = new Map<string, PropertyDescriptor>();
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
  if (accessors.size >= MOST_ACCESSORS) accessors.clear();
  accessors.set(key, accessor);
  return accessor;
}

function plain(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}
