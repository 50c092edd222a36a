import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash, randomSeed } from "../src/hash.js";

const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 20 });

describe("hash", () => {
  it("is a 32-bit number, and the same for the same text and seed", () => {
    fc.assert(
      fc.property(anyText, fc.integer(), fc.integer(), (text, first, second) => {
        const value = hash(text, [first, second]);
        expect(value).toBe(value | 0);
        expect(hash([...text].join(""), [first, second])).toBe(value);
      }),
    );
  });

  it("tells texts apart that differ in their length, or in one unit", () => {
    const seed = randomSeed();
    const texts = [
      "",
      "\0",
      "\0\0",
      "\0\0\0",
      "a",
      "a\0",
      "\0a",
      "ab",
      "ba",
      "\ud800",
      "\udc00",
      "\ud800\udc00",
    ];
    expect(new Set(texts.map((text) => hash(text, seed))).size).toBe(texts.length);
  });

  it("spreads ids that count up over the places of a table", () => {
    const seed = randomSeed();
    const places = new Set(Array.from({ length: 65_536 }, (_, i) => hash(`user ${i}`, seed) & 0xffff));
    // Random numbers would hit a share of 1 - 1/e, which is 41 427.
    expect(places.size).toBeGreaterThan(41_000);
    expect(places.size).toBeLessThan(41_850);
  });

  it("puts texts elsewhere in each table", () => {
    const [one, two] = [randomSeed(), randomSeed()];
    const texts = Array.from({ length: 4_096 }, (_, i) => `user ${i}`);
    const place = (text: string, seed: typeof one): number => hash(text, seed) & 0xff;
    const together = texts.filter((text) => place(text, one) === place(texts[0]!, one));
    const still = together.filter((text) => place(text, two) === place(texts[0]!, two));
    expect(together.length).toBeGreaterThan(4);
    // Itself, and a few by chance.
    expect(still.length).toBeLessThan(5);
  });
});
