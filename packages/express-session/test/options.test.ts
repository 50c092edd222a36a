import { createSecretKey, generateKeyPairSync } from "node:crypto";
import { memoryStore } from "@sess/store-memory";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import session from "../src/index.js";

const make = (options: object) => (): unknown =>
  session({ secret: "keyboard cat", resave: false, saveUninitialized: false, ...options });

beforeEach(() => void vi.spyOn(process, "emitWarning").mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

describe("an option that no request could work with is refused at once", () => {
  it.each([
    [{ storeTimeoutMs: 0 }, "storeTimeoutMs is 0; it must be a whole number of milliseconds"],
    [{ storeTimeoutMs: Infinity, store: memoryStore() }, "storeTimeoutMs is Infinity"],
    [{ storeTimeoutMs: NaN }, "storeTimeoutMs is NaN"],
    [{ storeTimeoutMs: -1 }, "storeTimeoutMs is -1"],
    [{ storeTimeoutMs: 2 ** 31 }, "storeTimeoutMs is 2147483648"],
    [{ nativeTo: "express" }, 'nativeTo option must be "native" or "connect"'],
    [{ secret: ["new", undefined] }, "secret option [1] is undefined; it must be a string"],
    [{ secret: ["new", ""] }, "secret option [1] is empty; it must be a string"],
    [{ secret: [null] }, "secret option [0] is a object"],
    [{ secret: 12_345 }, "secret option is a number; it must be a string, bytes or a KeyObject"],
    [{ secret: generateKeyPairSync("ed25519").publicKey }, "secret option is a object"],
  ])("%o", (options, message) => {
    expect(make(options)).toThrow(message);
    expect(make(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(make(options)).not.toThrow("12345");
  });

  it.each([
    [{ storeTimeoutMs: 1 }],
    [{ storeTimeoutMs: 2 ** 31 - 1 }],
    [{ secret: undefined }],
    [{ secret: ["a", Buffer.from("b"), createSecretKey(Buffer.from("c"))] }],
  ])("and %o is not", (options) => {
    expect(make(options)).not.toThrow();
  });
});
