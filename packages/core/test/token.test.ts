import { afterEach, describe, expect, it, vi } from "vitest";
import type * as Token from "../src/token.js";
import { isToken, keyOf, newHandle, newToken } from "../src/token.js";
import { MapStore } from "./support/map-store.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MANY = 100_000;

/** Chi-square with 63 degrees of freedom passes this less than once in a billion. */
const BOUND = 156;

afterEach(() => {
  vi.restoreAllMocks();
  // Else the next file would get a pool that no generator has filled.
  vi.resetModules();
});

describe.each([
  ["tokens (7.2.3, D-01, SM-02, N-06, SESS-01, T-01)", newToken, 44],
  ["handles (11.5.1, D-03)", newHandle, 22],
] as const)("%s", (_, make, length) => {
  const made = Array.from({ length: MANY }, make);

  it(`are ${length} characters of base64url`, () => {
    const grammar = new RegExp(`^[A-Za-z0-9_-]{${length}}$`);
    expect(made.every((text) => grammar.test(text))).toBe(true);
  });

  it("are all different, also from each other's beginnings and ends", () => {
    expect(new Set(made).size).toBe(MANY);
    expect(new Set(made.map((text) => text.slice(0, 14))).size).toBe(MANY);
    expect(new Set(made.map((text) => text.slice(-14))).size).toBe(MANY);
  });

  it("have each character at each place equally often", () => {
    // 16 bytes leave two bits of the last character: it is one of four.
    const places = length === 44 ? 44 : 21;
    for (let place = 0; place < places; place++) {
      const counts = new Map<string, number>();
      for (const text of made) counts.set(text.charAt(place), (counts.get(text.charAt(place)) ?? 0) + 1);
      const expected = MANY / 64;
      const chiSquare = [...ALPHABET].reduce(
        (sum, letter) => sum + ((counts.get(letter) ?? 0) - expected) ** 2 / expected,
        0,
      );
      expect(chiSquare).toBeLessThan(BOUND);
    }
  });
});

describe("isToken", () => {
  it.each([
    ["A".repeat(44), true],
    ["_-09azAZ".padEnd(44, "x"), true],
    ["A".repeat(43), false],
    ["A".repeat(45), false],
    ["A".repeat(43) + "=", false],
    ["A".repeat(43) + "+", false],
    ["A".repeat(43) + "/", false],
    ["A".repeat(43) + "\n", false],
    ["A".repeat(44) + "\n", false],
    ["A".repeat(43) + "\u00c4", false],
    ["A".repeat(42) + "\u{1f600}", false],
    ["", false],
  ])("%j: %s", (text, expected) => {
    expect(isToken(text)).toBe(expected);
  });
});

describe("keyOf (D-02)", () => {
  it("is SHA-256 of a prefix and the token", async () => {
    // printf 'sess/v1\0AAA…' | openssl dgst -sha256 -binary | basenc --base64url
    expect(await keyOf("A".repeat(44))).toBe("3skYEToq60ia0Px3SVg8-k-Dl90W2_s1tpqiB8kWaYI");
  });
});

describe("the random generator (11.5.2)", () => {
  async function fresh(fill: (array: Uint8Array) => void): Promise<typeof Token> {
    vi.resetModules();
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      fill(array as unknown as Uint8Array);
      return array;
    });
    return import("../src/token.js");
  }

  it("is asked once for many tokens, in their order, and what was given out is wiped from the pool", async () => {
    const pools: Uint8Array[] = [];
    const originals: Uint8Array[] = [];
    const tokens = await fresh((array) => {
      array.forEach((_, index) => (array[index] = (index * 7 + originals.length) % 251));
      pools.push(array);
      originals.push(array.slice());
    });
    const [first, second] = [tokens.newToken(), tokens.newHandle()];
    expect(Buffer.from(first, "base64url")).toEqual(Buffer.from(originals[0]?.slice(0, 33) ?? []));
    expect(Buffer.from(second, "base64url")).toEqual(Buffer.from(originals[0]?.slice(33, 49) ?? []));
    expect(pools[0]?.slice(0, 49).every((byte) => byte === 0)).toBe(true);
    expect(pools[0]?.slice(49)).toEqual(originals[0]?.slice(49));
    for (let count = 0; count < 246; count++) tokens.newToken();
    expect(pools).toHaveLength(1);
    const next = tokens.newToken();
    expect(pools).toHaveLength(2);
    expect(Buffer.from(next, "base64url")).toEqual(Buffer.from(originals[1]?.slice(0, 33) ?? []));
  });

  it("fails, and so does the request: there is no weaker source", async () => {
    let broken = true;
    vi.resetModules();
    const original = crypto.getRandomValues.bind(crypto);
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      if (broken) throw new Error("no entropy");
      return original(array);
    });
    const { Browser } = await import("./support/browser.js");
    const { createSessions } = await import("@sess/core");
    const store = new MapStore();
    const browser = new Browser(createSessions({ store }));
    const request = await browser.begin();
    await expect(request.session.login("alice")).rejects.toThrow("no entropy");
    request.session["a"] = 1;
    await expect(request.end()).rejects.toThrow("no entropy");
    expect(store.calls).toEqual([]);
    expect(request.setCookies).toEqual([]);
    broken = false;
    expect(await browser.visit((session) => session.login("alice").then(() => session.userId))).toBe("alice");
  });

  it("is not Math.random (11.5.1)", async () => {
    const random = vi.spyOn(Math, "random");
    const { newToken: make } = await import("../src/token.js");
    make();
    expect(random).not.toHaveBeenCalled();
  });
});
