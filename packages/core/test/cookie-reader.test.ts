import { describe, expect, it } from "vitest";
import { cookieValues, MOST_VALUES } from "../src/cookie-reader.js";
import headers from "./data/cookie-headers.json" with { type: "json" };
import { modelValues } from "./support/cookie-header-model.js";

interface HeaderCase {
  readonly id: string;
  readonly header: string;
  readonly pairs: readonly (readonly [name: string, value: string])[];
}

const { cases } = headers as unknown as { cases: readonly HeaderCase[] };

describe("Cookie headers of browsers (C-12, C-15)", () => {
  it("there are 105 of them", () => expect(cases).toHaveLength(105));

  it.each(cases)("$id: every name has its raw values", ({ header, pairs }) => {
    for (const name of new Set(pairs.map(([first]) => first))) {
      const values = pairs.filter(([first]) => first === name).map(([, value]) => value);
      expect(cookieValues(header, name)).toEqual([...new Set(values)].slice(0, MOST_VALUES + 1));
    }
    expect(cookieValues(header, "no-such-name")).toEqual([]);
  });
});

describe("a header that no browser sends", () => {
  it.each<[string, string, string[]]>([
    ["nothing", "", []],
    ["a name alone (C-14)", "sid", []],
    ["an empty value", "sid=", [""]],
    ["an empty value among others", "a=1; sid=; b=2", [""]],
    ["a nameless cookie that looks named (V-12)", "=sid=x", []],
    ["a nameless cookie behind a blank", "= sid=x", []],
    ["spaces and tabs around the pair", " \t sid=x\t ;a=1", ["x"]],
    ["spaces around the value", "sid= \tx \t", ["x"]],
    ["a space inside the value", "sid=x y", ["x y"]],
    ["a space before the equals sign", "sid =x", []],
    ["no space after the semicolon", "a=1;sid=x;b=2", ["x"]],
    ["many semicolons", ";;; sid=x;;;", ["x"]],
    ["equals signs in the value", "sid=a=b==", ["a=b=="]],
    ["the name at the end of another", "xsid=1; -sid=2; sid=3", ["3"]],
    ["the name at the start of another", "sid2=1; sid-=2; sid=3", ["3"]],
    ["the name in another's value", "a=sid=1; b=x sid=2; sid=3", ["3"]],
    ["the name in capitals (V-13)", "SID=1; Sid=2", []],
    ["a percent-encoded name", "%73id=1; s%69d=2", []],
    ["quotes, which are part of the value (V-14)", 'sid="x"', ['"x"']],
    ["a cookie sandwich", '$Version=1; sid="a; b=c"; d="e"', ['"a']],
    ["a quoted name", '"sid"=x', []],
    ["a comma is no separator", "a=1, sid=x", []],
    ["a line feed is none", "a=1\nsid=x", []],
    ["NBSP before the name (V-11)", "a=1;\u00a0sid=x", []],
    ["en quad before the name", "a=1;\u2000sid=x; \u00e2\u0080\u0080sid=y", []],
    ["NEL and form feed before the name", "a=1;\u0085sid=x;\u000csid=y", []],
    ["a byte order mark before the name", "\ufeffsid=x; \u00ef\u00bb\u00bfsid=y", []],
    ["NBSP around the value stays", "sid=\u00a0x\u00a0", ["\u00a0x\u00a0"]],
    ["a control character before the name", "\u0000sid=x; \u0001sid=y", []],
    ["the same value twice", "sid=x; sid=x", ["x"]],
    ["two values, in their order", "sid=x; sid=y; sid=x", ["x", "y"]],
    [
      "more values than are looked up: one too many is enough",
      "sid=1;sid=2;sid=3;sid=4;sid=5;sid=6;sid=7",
      ["1", "2", "3", "4", "5"],
    ],
  ])("%s", (_, header, values) => {
    expect(cookieValues(header, "sid")).toEqual(values);
  });
});

describe("the work for a hostile header (V-17, T-19)", () => {
  const floods: readonly [string, string][] = [
    ["the name without a separator", "sid="],
    ["empty cookies of the name", "sid=;"],
    ["one value, over and over", "sid=x; "],
    ["the name after a blank, as part of a value", " sid="],
    ["the name after many blanks", " ".repeat(50) + "sid="],
    ["blanks", " "],
    ["tabs before a name", "\t"],
    ["semicolons", ";"],
    ["blanks and semicolons", " ; "],
    ["names that end so", "xsid=1;"],
    ["the start of the name", "si"],
  ];

  it.each(floods)("%s: at most four looks at each character", (_, unit) => {
    for (const length of [1024, 16_384, 65_536]) {
      const flood = unit.repeat(Math.ceil(length / unit.length));
      for (const text of [flood, `${flood}sid=x`, `sid=x;${flood}`, `a=${flood}; sid=x`]) {
        const { header, looks } = counting(text);
        expect(cookieValues(header, "sid")).toEqual(modelValues(text, "sid"));
        expect(looks()).toBeLessThanOrEqual(4 * text.length + 64);
      }
    }
  });
});

/** A text that counts how many of its characters are looked at. */
function counting(text: string): { header: string; looks(): number } {
  let looks = 0;
  const methods: Readonly<Record<string, unknown>> = {
    length: text.length,
    indexOf(needle: string, from = 0): number {
      const found = text.indexOf(needle, from);
      looks += (found === -1 ? text.length : found + needle.length) - from;
      return found;
    },
    charCodeAt(at: number): number {
      looks++;
      return text.charCodeAt(at);
    },
    slice(start: number, end: number): string {
      looks += end - start;
      return text.slice(start, end);
    },
  };
  const header = new Proxy(Object.create(null) as object, {
    get(_, name) {
      if (typeof name === "symbol") throw new TypeError("not counted");
      if (name in methods) return methods[name];
      if (!/^\d+$/.test(name)) throw new TypeError(`${name} is not counted`);
      looks++;
      return text[Number(name)];
    },
  });
  return { header: header as unknown as string, looks: () => looks };
}
