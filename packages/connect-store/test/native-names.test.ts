import { RESERVED_KEYS } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOVED_KEY, nameOfNative, nativeNameOf } from "../src/index.js";

/** Any name, and many that look as if something had been done to them. */
const names = fc
  .tuple(
    fc.array(fc.constantFrom("connect:", "connect", ":")),
    fc.oneof(fc.string(), fc.constantFrom(...RESERVED_KEYS, MOVED_KEY)),
  )
  .map(([parts, name]) => parts.join("") + name)
  .filter((name) => name !== "cookie");

describe("names of data in a native record", () => {
  it("are free there, and lead back to the app's", () => {
    fc.assert(
      fc.property(names, (name) => {
        const nativeName = nativeNameOf(name);
        expect(nameOfNative(nativeName)).toBe(name);
        expect(RESERVED_KEYS.has(nativeName) || nativeName === MOVED_KEY).toBe(false);
      }),
    );
  });

  it("are the app's own, where nothing speaks against it", () => {
    for (const name of ["cart", "user", "connect:a", "$", ""]) expect(nativeNameOf(name)).toBe(name);
    expect(nativeNameOf("userId")).toBe("connect:userId");
    expect(nativeNameOf("connect:userId")).toBe("connect:connect:userId");
  });

  it("are none, where the data are none of express-session's", () => {
    expect(nameOfNative(MOVED_KEY)).toBeUndefined();
    expect(nameOfNative("cookie")).toBeUndefined();
  });

  it("may be long", () => {
    const long = "connect:".repeat(100_000);
    expect(nameOfNative(nativeNameOf(`${long}userId`))).toBe(`${long}userId`);
  });
});
