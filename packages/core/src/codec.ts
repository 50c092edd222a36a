/** Turns one field's value into text and back. `superjson` and `devalue` fit as they are. */
export interface Codec {
  /** Must give equal texts for equal values, and throw for what it cannot keep. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** What `encode` could not keep. */
export class UnencodableValue extends Error {
  override readonly name = "UnencodableValue";
  /** From the session down: `session.cart[2].price`. */
  readonly path: string;

  constructor(path: string, reason: string, options?: { cause?: unknown }) {
    super(reason, options);
    this.path = path;
  }
}

/** The default: JSON, but what JSON would lose without a word is an error. `toJSON` is honoured, so a Date is a text. */
export const jsonCodec: Codec = {
  encode: (value) => JSON.stringify(value),
  decode: (text) => {
    const value: unknown = JSON.parse(text);
    if (text.length > 2 * DEEPEST || OVERFLOWS.test(text)) checkJson(value, "session");
    return value;
  },
};

/** JSON.parse makes Infinity of it: like too deep a nesting, that could be read and not be written again. */
const OVERFLOWS = /\de\+?\d{3}/i;

/** JSON.parse and JSON.stringify would go deeper, but nobody means to. */
const DEEPEST = 100;

/** Throws {@link UnencodableValue} for the first value below `path` that JSON cannot keep. */
export function checkJson(value: unknown, path: string): void {
  visit(value, path, []);
}

function visit(value: unknown, path: string, above: object[]): void {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined": // JSON leaves it out, and a property that is missing reads the same.
      return;
    case "number":
      if (!Number.isFinite(value)) throw new UnencodableValue(path, `${value} would become null`);
      return;
    case "bigint":
    case "function":
    case "symbol":
      throw new UnencodableValue(path, `a ${typeof value} has no JSON`);
    case "object":
      if (value !== null) visitObject(value, path, above);
  }
}

function visitObject(value: object, path: string, above: object[]): void {
  if (above.includes(value)) throw new UnencodableValue(path, "it contains itself");
  if (above.length >= DEEPEST) throw new UnencodableValue(path, `it is nested deeper than ${DEEPEST} levels`);
  if ("toJSON" in value && typeof value.toJSON === "function") return;
  above.push(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) visit(value[index], `${path}[${index}]`, above);
  } else {
    if (!isRecordLike(value)) throw new UnencodableValue(path, `JSON loses the content of ${tagOf(value)}`);
    for (const [key, item] of Object.entries(value)) visit(item, childPath(path, key), above);
  }
  above.pop();
}

/** Plain objects and instances of classes keep their properties; a Map, a Set or a typed array would not. */
function isRecordLike(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return ["[object Object]", "[object Number]", "[object String]", "[object Boolean]"].includes(tagOf(value));
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/** `session.name`, or `session["a name"]`. */
export function childPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
