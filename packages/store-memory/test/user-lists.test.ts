import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserLists } from "../src/user-lists.js";

const CAPACITY = 12;

describe("UserLists", () => {
  it("has for each user the slots that a Map would have", () => {
    const step = fc.tuple(fc.nat(CAPACITY - 1), fc.constantFrom("ada", "bob", "__proto__", undefined));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const lists = new UserLists(CAPACITY);
        const model = new Map<number, string>();
        for (const [slot, user] of steps) {
          lists.remove(slot);
          model.delete(slot);
          if (user !== undefined) {
            lists.add(user, slot, slot);
            model.set(slot, user);
          }
          for (const name of ["ada", "bob", "__proto__", "nobody"]) {
            const expected = [...model.keys()].filter((listed) => model.get(listed) === name);
            expect([...lists.slotsOf(name)].sort()).toEqual(expected.sort());
          }
        }
      }),
    );
  });

  it("forgets with an entry that it was revoked", () => {
    const lists = new UserLists(2);
    lists.add("ada", 0, 5);
    lists.add("ada", 1, 6);
    lists.revoke(0);
    expect([lists.isRevoked(0), lists.isRevoked(1)]).toEqual([true, false]);
    lists.remove(0);
    lists.add("bob", 0, 7);
    expect([lists.isRevoked(0), lists.userOf(0), lists.deadlineOf(0)]).toEqual([false, "bob", 7]);
  });

  it("knows nothing of a slot that is on no list", () => {
    const lists = new UserLists(2);
    lists.remove(1);
    expect([lists.has(1), lists.userOf(1), lists.isRevoked(1)]).toEqual([false, undefined, false]);
    lists.add("ada", 1, 5);
    lists.clear();
    expect([lists.has(1), [...lists.slotsOf("ada")]]).toEqual([false, []]);
  });
});
