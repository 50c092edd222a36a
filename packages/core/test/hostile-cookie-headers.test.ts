import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cookieValues } from "../src/cookie-reader.js";
import { modelValues } from "./support/cookie-header-model.js";
import { headers, NAME, names, ODD_BLANKS, pieces, separators, values } from "./support/hostile-cookies.js";
import { runs } from "./support/runs.js";

describe("Cookie headers made of hostile pieces (V-11 to V-15, C-12 to C-15, T-17)", () => {
  it("yield the values of pieces that are named exactly so, in their order, and nothing else", () => {
    fc.assert(
      fc.property(headers, fc.constantFrom(NAME, "sid", "__Secure-sid", "$Version"), (header, name) => {
        const all = modelValues(header, name);
        expect(cookieValues(header, name)).toEqual(all);
      }),
      runs(4000),
    );
  });

  it("yield nothing where no piece has the name, however near its spelling is", () => {
    const near = names.filter((name) => name !== NAME && !name.startsWith(`${NAME}=`));
    const text = values.filter((value) => !value.includes(";"));
    const piece = fc.tuple(near, fc.constantFrom("=", " =", "=="), text).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (all) => {
        expect(cookieValues(all.join("; "), NAME)).toEqual([]);
      }),
      runs(2000),
    );
  });

  it("give no other answer when anything that is no piece of ours is put between (C-13)", () => {
    const noise = fc.array(
      pieces.filter((piece) => modelValues(piece, NAME).length === 0),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(noise, noise, fc.constantFrom("x", "y", "", '"x"'), (before, after, value) => {
        const header = [...before, `${NAME}=${value}`, ...after].join("; ");
        expect(cookieValues(header, NAME)).toEqual([value]);
      }),
      runs(2000),
    );
  });

  it("of any size are read: 16 KiB of one piece and our cookie at the end (V-17, C-19)", () => {
    fc.assert(
      fc.property(pieces, separators, (piece, separator) => {
        const unit = piece + separator;
        const flood = unit.repeat(Math.ceil(16_384 / unit.length));
        for (const header of [flood, `${flood};${NAME}=x`, `${NAME}=x;${flood}`]) {
          expect(cookieValues(header, NAME)).toEqual(modelValues(header, NAME));
        }
      }),
      runs(100),
    );
  });

  it.each(ODD_BLANKS.map((blank) => [JSON.stringify(blank), blank]))(
    "%s is no blank: not before the name, not after it, and not around the value (V-11)",
    (_, blank) => {
      expect(cookieValues(`${blank}${NAME}=x`, NAME)).toEqual([]);
      expect(cookieValues(`a=1; ${blank}${NAME}=x`, NAME)).toEqual([]);
      expect(cookieValues(`${NAME}${blank}=x`, NAME)).toEqual([]);
      expect(cookieValues(`${NAME}=${blank}x${blank}`, NAME)).toEqual([`${blank}x${blank}`]);
      expect(cookieValues(`a=1${blank}${NAME}=x`, NAME)).toEqual([]);
    },
  );
});
