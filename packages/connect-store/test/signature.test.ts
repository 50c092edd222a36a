import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cookieValues, signSessionId, unsignSessionId } from "../src/index.js";

/** As express-session 1.19 has written it. */
const SID = "abcdefghijklmnopqrstuvwxyz012345";
const COOKIE = "s%3Aabcdefghijklmnopqrstuvwxyz012345.2T3g1YIBqofc0ViEUEt59cUq%2Ba6Wlfi59xfb4RQsxSQ";
const VALUE = decodeURIComponent(COOKIE);

describe("the signature of a session id", () => {
  it.each([
    ["a string", "keyboard cat"],
    ["a buffer", Buffer.from("keyboard cat")],
    ["a key object", createSecretKey(Buffer.from("keyboard cat"))],
  ])("is express-session's, by %s", (_name, secret) => {
    expect(signSessionId(SID, secret)).toBe(VALUE);
    expect(unsignSessionId(VALUE, [secret])).toEqual({ sid: SID, stale: false });
  });

  it("is good by any secret, and stale by all but the first", () => {
    expect(unsignSessionId(VALUE, ["new", "keyboard cat"])).toEqual({ sid: SID, stale: true });
    expect(unsignSessionId(VALUE, ["new", "newer"])).toBeUndefined();
    expect(unsignSessionId(VALUE, [])).toBeUndefined();
  });

  it("stands behind the last dot: a session id may have dots of its own", () => {
    expect(unsignSessionId(signSessionId("a.b.", "k"), ["k"])?.sid).toBe("a.b.");
  });

  it.each([
    ["another id", VALUE.replace("abc", "abd")],
    ["a cut signature", VALUE.slice(0, -1)],
    ["a longer signature", `${VALUE}=`],
    ["no signature", `s:${SID}`],
    ["no mark", VALUE.slice(2)],
    ["nothing", ""],
    ["a dot", "s:."],
    ["other letters of as many bytes", `${VALUE.slice(0, -2)}é`],
  ])("is refused: %s", (_name, value) => {
    expect(unsignSessionId(value, ["keyboard cat"])).toBeUndefined();
  });
});

describe("the values of a cookie", () => {
  it("are decoded, and found among others", () => {
    expect(cookieValues(`a=1; connect.sid=${COOKIE}; b=2`, "connect.sid")).toEqual([VALUE]);
    expect(cookieValues(`xconnect.sid=1;connect.sid2=2`, "connect.sid")).toEqual([]);
  });

  it("are all there, in their order", () => {
    expect(cookieValues('a=1;a="2"; a = 3 ;a;b=4;a=', "a")).toEqual(["1", "2", "3", ""]);
  });

  it("stay as they came where they cannot be decoded", () => {
    expect(cookieValues("a=%E0%A4", "a")).toEqual(["%E0%A4"]);
  });
});
