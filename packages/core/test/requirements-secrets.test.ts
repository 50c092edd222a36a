import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { equal } from "../src/crypto/node.js";

beforeEach(() => {
  vi.spyOn(crypto, "timingSafeEqual");
  syncBuiltinESMExports();
});

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

describe("comparing secrets", () => {
  const secret = "s".repeat(43);

  it.each([
    ["the same", secret, true],
    ["another first character", `x${secret.slice(1)}`, false],
    ["another last character", `${secret.slice(1)}x`, false],
  ])("%s: Node compares in constant time (11.2.4, D-15, T-25)", (_, given, same) => {
    expect(equal(given, secret)).toBe(same);
    expect(crypto.timingSafeEqual).toHaveBeenCalledExactlyOnceWith(Buffer.from(given), Buffer.from(secret));
  });

  it("another length is no exception", () => {
    for (const given of ["", secret.slice(1), `${secret}s`, "\u00e4".repeat(43)])
      expect(equal(given, secret)).toBe(false);
  });
});
