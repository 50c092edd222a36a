import { afterEach, describe, expect, it, vi } from "vitest";
import type * as NodeCrypto from "node:crypto";
import * as node from "../src/crypto/node.js";
import * as web from "../src/crypto/web.js";

const utf8 = new TextEncoder();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const fromBase64url = (text: string): string => Buffer.from(text, "base64url").toString("hex");

afterEach(() => {
  vi.doUnmock("node:crypto");
  vi.resetModules();
});

describe.each([
  ["node", node],
  ["web", web],
] as const)("#crypto of %s (11.2.3, 11.4.1, 11.4.3)", (_, crypto) => {
  it.each([
    ["", ""],
    ["f", "Zg"],
    ["fo", "Zm8"],
    ["foo", "Zm9v"],
    ["foob", "Zm9vYg"],
    ["fooba", "Zm9vYmE"],
    ["foobar", "Zm9vYmFy"],
  ])("base64url of %j is %j (RFC 4648, section 10)", (text, expected) => {
    expect(crypto.base64url(utf8.encode(text))).toBe(expected);
  });

  it("base64url uses - and _, has no padding, and looks at the view alone", () => {
    expect(crypto.base64url(Uint8Array.of(0xfb, 0xff, 0xfe, 0xff))).toBe("-__-_w");
    const all = Uint8Array.from({ length: 256 }, (_byte, index) => index);
    expect(fromBase64url(crypto.base64url(all))).toBe(hex(all));
    expect(crypto.base64url(all.subarray(3, 7))).toBe(Buffer.from(all.subarray(3, 7)).toString("base64url"));
  });

  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("sha256 of %j (FIPS 180-4)", async (text, expected) => {
    expect(fromBase64url(await crypto.sha256(text))).toBe(expected);
  });

  it("sha256 takes a text as UTF-8, NUL included", async () => {
    expect(await crypto.sha256("a\0\u00e4\u{1f600}")).toBe(node.sha256("a\0\u00e4\u{1f600}"));
    expect(await crypto.sha256("a\0b")).not.toBe(await crypto.sha256("a"));
  });

  it.each([
    [
      "1",
      new Uint8Array(20).fill(0x0b),
      "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      "2",
      utf8.encode("Jefe"),
      "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      "6",
      new Uint8Array(131).fill(0xaa),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
  ])("hmac, case %s of RFC 4231", async (_case, secret, text, expected) => {
    const mac = await crypto.hmac(await crypto.importKey(secret), text);
    expect(fromBase64url(mac)).toBe(expected);
  });

  it("hmac takes no key but its own, and keeps a copy of the secret", async () => {
    const secret = new Uint8Array(32).fill(1);
    const key = await crypto.importKey(secret);
    const before = await crypto.hmac(key, "x");
    secret.fill(2);
    expect(await crypto.hmac(key, "x")).toBe(before);
    await expect((async () => crypto.hmac({ algorithm: "HMAC-SHA-256" }, "x"))()).rejects.toThrow(TypeError);
    expect(JSON.stringify(key)).not.toContain("1,1");
  });

  it.each([
    ["", "", true],
    ["abc", "abc", true],
    ["abc", "abd", false],
    ["abc", "bbc", false],
    ["abc", "ab", false],
    ["ab", "abc", false],
    ["", "a", false],
    ["\u00e4", "\u00e4", true],
    ["\u00e4", "a", false],
    ["\u0161", "a", false],
  ])("equal(%j, %j) is %s", (a, b, expected) => {
    expect(crypto.equal(a, b)).toBe(expected);
  });
});

it("where node:crypto has no one-shot hash, the hash object gives the same", async () => {
  vi.resetModules();
  vi.doMock("node:crypto", async (original) => ({
    ...(await original<typeof NodeCrypto>()),
    hash: undefined,
  }));
  const imitation = await import("../src/crypto/node.js");
  expect(imitation.sha256).not.toBe(node.sha256);
  expect(imitation.sha256("abc")).toBe(node.sha256("abc"));
});
