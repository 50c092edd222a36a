import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANONYMOUS, FREE, LISTED, SIGNED_IN, SlotLists } from "../src/slot-lists.js";

const CAPACITY = 8;
const LISTS = [FREE, ANONYMOUS, SIGNED_IN, LISTED] as const;

describe("SlotLists", () => {
  it("keeps each list in the order in which slots came to it", () => {
    const move = fc.tuple(fc.nat(CAPACITY - 1), fc.constantFrom(...LISTS));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 100 }), (moves) => {
        const lists = new SlotLists(CAPACITY);
        const model: number[][] = [Array.from({ length: CAPACITY }, (_, slot) => slot), [], [], []];
        for (const [slot, list] of moves) {
          lists.move(slot, list);
          for (const slots of model) if (slots.includes(slot)) slots.splice(slots.indexOf(slot), 1);
          model[list]!.push(slot);
          for (const name of LISTS) expect(lists.oldest(name)).toBe(model[name]![0]);
        }
      }),
    );
  });

  it("has only free slots after it was cleared", () => {
    const lists = new SlotLists(2);
    lists.move(0, ANONYMOUS);
    lists.move(1, LISTED);
    lists.clear();
    expect(LISTS.map((list) => lists.oldest(list))).toEqual([0, undefined, undefined, undefined]);
    lists.move(0, SIGNED_IN);
    expect(lists.oldest(FREE)).toBe(1);
  });
});
