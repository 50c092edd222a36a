import {
  fromCookieSession,
  fromExpressSession,
  fromFastifySession,
  fromKoaGenericSession,
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

function dropLines(cookie: OldCookieOptions, name = "connect.sid"): readonly string[] {
  const migration = fromExpressSession({ ...common, secret: "keyboard cat", cookie, name });
  const found = migration.find(SIGNED.replace("connect.sid", name));
  return found === "forged" ? [] : (found[0]?.dropCookie ?? []);
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

  it.each<OldCookieOptions>([{ sameSite: "none" }, { partitioned: true }])(
    "is one that browsers take: with Secure, for %j",
    (cookie) => {
      expect(dropLines(cookie)).toEqual([expect.stringContaining("; Secure")]);
    },
  );

  it.each(["__Host-sid", "__Secure-sid", "__host-http-sid", "__Http-sid"])(
    "is one that browsers take: with Secure, for the name %s",
    (name) => {
      expect(dropLines({}, name)).toEqual([`${name}=; Path=/; ${gone}; Secure; HttpOnly`]);
    },
  );

  it.each<[unknown, string]>([
    [true, "; SameSite=Strict"],
    ["Lax", "; SameSite=Lax"],
    [false, "HttpOnly"],
  ])("takes sameSite as the old libraries do: %j", (sameSite, end) => {
    const [line = ""] = dropLines({ sameSite: sameSite as boolean });
    expect(line.endsWith(end)).toBe(true);
  });

  it("refuses a sameSite that there is not", () => {
    expect(() => dropLines({ sameSite: "auto" as "lax" })).toThrow(/must be true, false, "lax"/);
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

it.each<[string, () => unknown]>([
  ["algorithm", () => fromFastifySession({ ...common, secret: "s", algorithm: "sha-257" })],
  ["algorithm", () => fromCookieSession({ ...common, keys: "k", algorithm: "none" })],
  ["records", () => fromExpressSession({ ...common, secret: "s", records: undefined as never })],
  ["records", () => fromKoaSession({ ...common, keys: "k", records: null as never })],
  ["records", () => fromKoaGenericSession({ ...common, keys: "k", records: { read: () => 1 } as never })],
])("a wrong %s is refused at once, and not in a request", (option, make) => {
  expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  expect(make).toThrow(new RegExp(`^${option} `));
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
