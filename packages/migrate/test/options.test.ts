import {
  fromExpressSession,
  fromKoaSession,
  type OldCookieOptions,
  type OldRecords,
  passportUser,
} from "@sess/migrate";
import { describe, expect, it } from "vitest";

const records: OldRecords = { read: () => Promise.resolve(undefined), end: () => Promise.resolve(false) };
const common = { until: new Date(), userId: passportUser, records };
const SIGNED =
  "connect.sid=s%3Aabcdefghijklmnopqrstuvwxyz012345.2T3g1YIBqofc0ViEUEt59cUq%2Ba6Wlfi59xfb4RQsxSQ";

function dropLines(cookie: OldCookieOptions): readonly string[] {
  const found = fromExpressSession({ ...common, secret: "keyboard cat", cookie }).find(SIGNED);
  return typeof found === "object" ? found.dropCookie : [];
}

describe("the line that drops the old cookie", () => {
  const gone = "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
  it.each<[OldCookieOptions, string]>([
    [{}, `connect.sid=; Path=/; ${gone}; HttpOnly`],
    [
      {
        path: "/app",
        domain: "shop.test",
        secure: true,
        httpOnly: false,
        sameSite: "none",
        partitioned: true,
      },
      `connect.sid=; Path=/app; ${gone}; Domain=shop.test; Secure; SameSite=None; Partitioned`,
    ],
  ])("has the attributes that it was set with: %j", (cookie, line) => {
    expect(dropLines(cookie)).toEqual([line]);
  });

  it.each([{ path: "/; Secure" }, { domain: "a\r\nSet-Cookie: b" }, { path: "" }])("refuses %j", (cookie) => {
    expect(() => dropLines(cookie)).toThrow(/without a semicolon/);
  });

  it("there is one for each cookie that the old library writes", () => {
    const migration = fromKoaSession({ ...common, keys: ["k1"], name: "s" });
    const found = migration.find(`s=abc; s.sig=${"x".repeat(27)}`);
    expect(found).toBe("forged");
    expect(() => fromKoaSession({ ...common, keys: ["k1"], name: "a b" })).toThrow(/must be a token/);
  });
});

it.each([[[]], [""], [["good", ""]], [[undefined]], [42]])("no secret is refused: %j", (secret) => {
  expect(() => fromExpressSession({ ...common, secret: secret as string })).toThrow(/none of them empty/);
});

it.each([
  [{ passport: { user: "alice" } }, "alice"],
  [{ passport: { user: 42 } }, "42"],
  [{ passport: { user: { id: 1 } } }, undefined],
  [{ passport: {} }, undefined],
  [{ passport: null }, undefined],
  [{}, undefined],
])("passportUser of %j is %j", (data, user) => {
  expect(passportUser(data)).toBe(user);
});
