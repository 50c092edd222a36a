import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFields, encodeFields, patchFields } from "../src/frame.js";

/** Names and values that look like parts of a frame, among any others, lone surrogates too. */
const text = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "1",
    "1 1 a",
    "0 0 ",
    "10 2",
    "__proto__",
    "constructor",
    "a\0b",
    "日本",
    "\ud800",
    "🍪",
  ),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
);
const fieldsArbitrary = fc.dictionary(text, text, { noNullPrototype: false });
const sorted = (fields: object) => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));

describe("a frame", () => {
  it("holds any fields", () => {
    fc.assert(
      fc.property(fieldsArbitrary, (fields) => {
        expect(sorted(decodeFields(encodeFields(fields)))).toEqual(sorted(fields));
      }),
    );
  });

  it("is patched as a map would be, and set wins over unset", () => {
    fc.assert(
      fc.property(fieldsArbitrary, fieldsArbitrary, fc.array(text), (fields, set, more) => {
        const unset = [...more, ...Object.keys(fields).slice(0, 2), ...Object.keys(set).slice(0, 1)];
        const model = new Map(Object.entries(fields));
        for (const name of unset) model.delete(name);
        for (const [name, value] of Object.entries(set)) model.set(name, value);
        const patched = decodeFields(patchFields(encodeFields(fields), set, unset));
        expect(sorted(patched)).toEqual([...model].sort(([a], [b]) => (a < b ? -1 : 1)));
      }),
    );
  });

  it("of no fields is empty", () => {
    expect(encodeFields({})).toBe("");
    expect(sorted(decodeFields(""))).toEqual([]);
  });

  it("gives objects that inherit nothing, in which __proto__ is a name like any other", () => {
    const fields = decodeFields("9 1 __proto__x11 1 constructory");
    expect(
      Object.getOwnPropertyNames(Object.prototype).filter(
        (name) => !Object.hasOwn(fields, name) && name in fields,
      ),
    ).toEqual([]);
    expect(Object.entries(fields)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });
});
