import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeadlineHeap } from "../src/deadline-heap.js";

const CAPACITY = 20;

const step = fc.oneof(
  fc.record({ kind: fc.constant("put" as const), slot: fc.nat(CAPACITY - 1), deadline: fc.nat(30) }),
  fc.record({ kind: fc.constant("remove" as const), slot: fc.nat(CAPACITY - 1) }),
);

describe("DeadlineHeap", () => {
  it("is empty at first", () => {
    const heap = new DeadlineHeap(4);
    expect([heap.size, heap.earliest]).toEqual([0, undefined]);
  });

  it("always knows an earliest deadline, and hands slots out in order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new DeadlineHeap(CAPACITY);
        const model = new Map<number, number>();
        for (const s of steps) {
          if (s.kind === "put") {
            if (model.has(s.slot)) heap.move(s.slot, s.deadline);
            else heap.add(s.slot, s.deadline);
            model.set(s.slot, s.deadline);
          } else if (model.delete(s.slot)) heap.remove(s.slot);
          expect(heap.size).toBe(model.size);
          const earliest = heap.earliest;
          if (earliest === undefined) expect(model.size).toBe(0);
          else expect(model.get(earliest)).toBe(Math.min(...model.values()));
          for (const [slot, deadline] of model) expect(heap.deadlineOf(slot)).toBe(deadline);
        }
        const drained: number[] = [];
        for (let slot = heap.earliest; slot !== undefined; slot = heap.earliest) {
          drained.push(heap.deadlineOf(slot));
          heap.remove(slot);
        }
        expect(drained).toEqual([...model.values()].sort((a, b) => a - b));
      }),
    );
  });

  it("takes deadlines that are fractions, negative or infinite", () => {
    const heap = new DeadlineHeap(4);
    [Infinity, 1.5, -1, 1.25].forEach((deadline, slot) => heap.add(slot, deadline));
    const order: (number | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      order.push(heap.earliest);
      heap.remove(heap.earliest!);
    }
    expect(order).toEqual([2, 3, 1, 0]);
  });

  it("can be cleared and filled again", () => {
    const heap = new DeadlineHeap(2);
    heap.add(0, 5);
    heap.add(1, 4);
    heap.clear();
    expect([heap.size, heap.earliest]).toEqual([0, undefined]);
    heap.add(1, 9);
    expect(heap.earliest).toBe(1);
  });
});
