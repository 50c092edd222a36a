import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyTable } from "../src/key-table.js";

const CAPACITY = 24;
/** More keys than slots, so that many share a place in the table. */
const key = fc.oneof(fc.nat(60).map(String), fc.constantFrom("", "__proto__", "é", "日本", "\0"));

function setUp(capacity: number) {
  const keys: (string | undefined)[] = [];
  const table = new KeyTable(capacity, keys);
  const add = (name: string, slot: number): void => {
    keys[slot] = name;
    table.add(slot);
  };
  const remove = (slot: number): void => {
    table.remove(slot);
    keys[slot] = undefined;
  };
  return { table, add, remove };
}

describe("KeyTable", () => {
  it("finds what a Map would find, after any additions and removals", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), key), { maxLength: 300 }), (steps) => {
        const { table, add, remove } = setUp(CAPACITY);
        const model = new Map<string, number>();
        const free = Array.from({ length: CAPACITY }, (_, slot) => slot);
        for (const [adds, name] of steps) {
          const slot = model.get(name);
          if (adds && slot === undefined && free.length > 0) {
            const taken = free.pop()!;
            add(name, taken);
            model.set(name, taken);
          } else if (!adds && slot !== undefined) {
            remove(slot);
            model.delete(name);
            free.push(slot);
          }
          expect(table.find(name)).toBe(model.get(name));
        }
        for (let i = 0; i <= 60; i++) expect(table.find(String(i))).toBe(model.get(String(i)));
      }),
    );
  });

  it("tells slots that share a key apart", () => {
    const { table, add, remove } = setUp(4);
    for (let slot = 0; slot < 4; slot++) add(slot === 2 ? "other" : "same", slot);
    const is = (slot: number) => (found: number) => found === slot;
    expect([0, 1, 3].map((slot) => table.find("same", is(slot)))).toEqual([0, 1, 3]);
    expect(table.find("same", is(2))).toBeUndefined();
    remove(1);
    expect([0, 1, 3].map((slot) => table.find("same", is(slot)))).toEqual([0, undefined, 3]);
    expect(table.find("other")).toBe(2);
  });

  it("holds as many keys as it has slots, whatever their number", () => {
    for (const capacity of [1, 2, 3, 5, 1000]) {
      const { table, add } = setUp(capacity);
      for (let slot = 0; slot < capacity; slot++) add(`key ${slot}`, slot);
      for (let slot = 0; slot < capacity; slot++) expect(table.find(`key ${slot}`)).toBe(slot);
      expect(table.find("another")).toBeUndefined();
    }
  });

  it("of no slots has no key", () => {
    expect(setUp(0).table.find("a")).toBeUndefined();
  });

  it("can be cleared and filled again", () => {
    const { table, add } = setUp(2);
    add("a", 0);
    table.clear();
    expect(table.find("a")).toBeUndefined();
    add("b", 0);
    expect(table.find("b")).toBe(0);
  });
});
