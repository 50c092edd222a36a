import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.js";

function messageOf(options: unknown): string {
  try {
    Reflect.apply(memoryStore, undefined, [options]);
  } catch (error) {
    expect(error).toMatchObject({ name: "SessionError", code: "INVALID_OPTION" });
    return (error as Error).message;
  }
  return "accepted";
}

describe("memoryStore's options", () => {
  it.each([0, -1, 1.5, NaN, Infinity, 10_000_001])("refuses maxSessions %d", (maxSessions) => {
    const message = `memoryStore: maxSessions is the number ${maxSessions}; it must be a whole number from 1 to 10000000.`;
    expect(messageOf({ maxSessions })).toBe(message);
  });

  it.each([
    ["maxSessions", "100", "maxSessions is of type string; it must be a whole number"],
    ["maxSessions", null, "maxSessions is null; it must be a whole number"],
    ["clock", 5, "clock is the number 5; it must be an object with a method now()"],
    ["clock", {}, "clock is of type object; it must be an object with a method now()"],
    ["clock", null, "clock is null; it must be an object with a method now()"],
    ["onEvict", "log", "onEvict is of type string; it must be a function"],
  ])("refuses a wrong %s", (option, value, message) => {
    expect(messageOf({ [option]: value })).toContain(message);
  });

  it("refuses what is no object of options", () => {
    expect(messageOf(100)).toContain("the argument is the number 100; it must be an object");
    expect(messageOf(null)).toContain("the argument is null");
  });

  it("refuses an option that it does not know, and names those that there are", () => {
    expect(messageOf({ max: 5 })).toBe(
      'memoryStore: there is no option "max"; there are maxSessions, clock, onEvict.',
    );
  });

  it("shows no value but numbers", () => {
    expect(messageOf({ onEvict: "s3cret" })).not.toContain("s3cret");
  });

  it("takes none, or explicit defaults", () => {
    expect(messageOf(undefined)).toBe("accepted");
    expect(messageOf({ maxSessions: undefined, clock: Date, onEvict: undefined })).toBe("accepted");
  });
});
