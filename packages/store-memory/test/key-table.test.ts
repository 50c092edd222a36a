import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyTable } from "../src/key-table.js";

const CAPACITY = 24;
/** More keys than slots, so that many share a place in the table. */
const key = fc.oneof(fc.nat(60).map(String), fc.constantFrom("", "__proto__", "é", "日本", "\0"));

describe("KeyTable", () => {
  it("finds what a Map would find, after any additions and removals", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), key), { maxLength: 300 }), (steps) => {
        const table = new KeyTable(CAPACITY);
        const model = new Map<string, number>();
        const free = Array.from({ length: CAPACITY }, (_, slot) => slot);
        for (const [adds, name] of steps) {
          const slot = model.get(name);
          if (adds && slot === undefined && free.length > 0) {
            const taken = free.pop()!;
            table.add(name, taken);
            model.set(name, taken);
          } else if (!adds && slot !== undefined) {
            table.remove(slot);
            model.delete(name);
            free.push(slot);
          }
          expect(table.find(name)).toBe(model.get(name));
        }
        for (let i = 0; i <= 60; i++) expect(table.find(String(i))).toBe(model.get(String(i)));
      }),
    );
  });

  it("holds as many keys as it has slots, whatever their number", () => {
    for (const capacity of [1, 2, 3, 5, 1000]) {
      const table = new KeyTable(capacity);
      for (let slot = 0; slot < capacity; slot++) table.add(`key ${slot}`, slot);
      for (let slot = 0; slot < capacity; slot++) expect(table.find(`key ${slot}`)).toBe(slot);
      expect(table.find("another")).toBeUndefined();
    }
  });

  it("can be cleared and filled again", () => {
    const table = new KeyTable(2);
    table.add("a", 0);
    table.clear();
    expect(table.find("a")).toBeUndefined();
    table.add("b", 0);
    expect(table.find("b")).toBe(0);
  });
});
