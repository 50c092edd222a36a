import { expect, test } from "vitest";
import { joined } from "../http/samples.js";
import { differences, quantileOf, randomFrom, summaryOf } from "../report/statistics.js";

test("a summary is the median and the quartiles, in whatever order the figures come", () => {
  expect(summaryOf([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4 });
  expect(summaryOf([10, 1, 2, 3]).median).toBe(2.5);
});

test("one round out of line moves no median", () => {
  expect(summaryOf([1, 1, 1, 1, 900]).median).toBe(1);
});

test("nothing measured is an error, and no zero", () => {
  expect(() => summaryOf([])).toThrow("nothing");
});

test("quantiles are numbers of the sample, sorted as numbers", () => {
  const figures = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(quantileOf(figures, 0.99)).toBeCloseTo(99.5, 0);
  expect(quantileOf([9, 10, 100], 0.5)).toBe(10);
});

test("differences pair the rounds, and refuse unequal ones", () => {
  expect(differences([10, 30], [9, 20])).toEqual([1, 10]);
  expect(() => differences([1], [1, 2])).toThrow("rounds");
});

test("the same seed gives the same numbers, from 0 to 1", () => {
  const numbersOf = (seed) => {
    const random = randomFrom(seed);
    return Array.from({ length: 1_000 }, random);
  };
  const numbers = numbersOf(1);
  expect(numbersOf(1)).toEqual(numbers);
  expect(numbersOf(2)).not.toEqual(numbers);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
});

test("several runs are one with all their rounds", () => {
  const run = (cpu, redisCpu) => ({ read: { bare: { cpu, redisCpu, commands: { get: 1 } } } });
  expect(joined([run([1, 2], [0]), run([3, 4], [5])])).toEqual(run([1, 2, 3, 4], [0, 5]));
});
