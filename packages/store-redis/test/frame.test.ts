import type { Fields } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadlineText, decodeRecord, encodeRecord } from "../src/frame.js";

const DEADLINE = 1_795_312_800_000;

function roundTrip(fields: Fields): unknown {
  return decodeRecord(encodeRecord(fields, deadlineText(DEADLINE)));
}

describe("frame", () => {
  it("is text that can be read", () => {
    expect(encodeRecord({ $: '[1,"id"]', theme: '"dark"' }, deadlineText(DEADLINE))).toBe(
      '117953128000001,1:8,5:6;$[1,"id"]theme"dark"',
    );
  });

  it("gives back any well-formed names and values", () => {
    const text = fc.string({ unit: "binary", maxLength: 20 });
    const entries = fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name, maxLength: 8 });
    fc.assert(
      fc.property(entries, (pairs) => {
        const fields = Object.assign(Object.create(null), Object.fromEntries(pairs)) as Fields;
        expect(roundTrip(fields)).toEqual({ fields, version: 1, expiresAt: DEADLINE });
      }),
      { numRuns: 2000 },
    );
  });

  it("gives back names that mean something to JavaScript", () => {
    const fields = JSON.parse('{"__proto__":"1","constructor":"2","":"","1":"é","2":"🍪"}') as Fields;
    const record = decodeRecord(encodeRecord(fields, deadlineText(DEADLINE)));
    expect(Object.entries(record?.fields ?? {}).sort()).toEqual(Object.entries(fields).sort());
    const { fields: read = {} } = record ?? {};
    const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => name in read);
    expect(inherited.filter((name) => !Object.hasOwn(fields, name))).toEqual([]);
  });

  it.each([
    ["of nothing", ""],
    ["of another format", "217953128000001,1:1;ab"],
    ["of another application", '{"cookie":{},"user":1}'],
    ["that is cut off", '117953128000001,1:8,5:6;$[1,"id"]the'],
    ["that is too long", "117953128000001,1:1;abc"],
    ["without fields' end", "117953128000001,1:1"],
    ["with lengths that are no numbers", "117953128000001,x:1;ab"],
    ["with a negative length", "117953128000001,-1:3;ab"],
    ["with a version that is no number", "11795312800000x,1:1;ab"],
    ["with a deadline that is no number", "1xxxxxxxxxxxxx1,1:1;ab"],
  ])("is not made out of text %s", (_, text) => {
    expect(decodeRecord(text)).toBe(undefined);
  });

  it.each([
    [1_795_312_800_000.2, "1795312800001"],
    [-5, "1000000000000"],
    [0, "1000000000000"],
    [Infinity, "9999999999999"],
  ])("writes the deadline %d in 13 digits", (deadline, text) => {
    expect(deadlineText(deadline)).toBe(text);
  });
});
