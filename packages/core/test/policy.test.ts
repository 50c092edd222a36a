import { createSessions, type SessionOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";

const policyOf = (
  options: Partial<SessionOptions> = {},
): ReturnType<ReturnType<typeof createSessions>["policy"]> =>
  createSessions({ store: new MapStore(Date.now, true), ...options }).policy();

describe("policy() (7.1.1, N-18)", () => {
  it("by default", () => {
    expect(policyOf()).toEqual({
      idleSeconds: 1800,
      absoluteSeconds: 28_800,
      nistLevel: 2,
      anonymous: { idleSeconds: 1800, absoluteSeconds: 28_800 },
      touchSeconds: 60,
      maxPerUser: 10,
      overLimit: "evict",
      cookie: { name: "__Host-Http-sid", attributes: "Path=/; Secure; HttpOnly; SameSite=Lax" },
      allowPlainHttp: true,
      keys: 0,
      crossOrigin: { trustedOrigins: [], exempt: [], mode: "enforce" },
      maxBytes: 32_768,
      storeTimeoutMs: 2000,
    });
  });

  it.each([
    [{ preset: "standard" }, 2],
    [{ preset: "high" }, 3],
    [{ preset: "consumer" }, 1],
    [{ idleSeconds: 900, absoluteSeconds: 43_200 }, 3],
    [{ idleSeconds: 901, absoluteSeconds: 43_200 }, 2],
    [{ idleSeconds: 900, absoluteSeconds: 43_201 }, 2],
    [{ idleSeconds: 3600, absoluteSeconds: 86_400 }, 2],
    [{ idleSeconds: 3601, absoluteSeconds: 86_400 }, 1],
    [{ idleSeconds: 3600, absoluteSeconds: 86_401 }, 1],
    [{ absoluteSeconds: 30 * 86_400 }, 1],
    [{ absoluteSeconds: 30 * 86_400 + 1 }, undefined],
  ] as const)("%j meets level %s (N-15, N-16, N-17, N-03, D-07)", (options, level) => {
    expect(policyOf(options).nistLevel).toBe(level);
  });

  it("tells of a persistent cookie, and holds no key", () => {
    const keys = ["0123456789abcdefghijklmnopqrstuvwxyz"];
    const policy = policyOf({ preset: "consumer", keys, cookie: { domain: "example.com" } });
    expect(policy.cookie).toEqual({
      name: "__Secure-sid",
      attributes: "Path=/; Domain=example.com; Secure; HttpOnly; SameSite=Lax; Max-Age=2592000",
    });
    expect(policy.keys).toBe(1);
    expect(JSON.stringify(policy)).not.toContain(keys[0]);
  });
});

describe("wrong limits throw at construction", () => {
  it.each([
    [{ anonymous: null }, "anonymous"],
    [{ anonymous: { idle: 1 } }, 'no option "idle"'],
    [{ anonymous: { idleSeconds: 1801 } }, "anonymous.idleSeconds"],
    [{ anonymous: { absoluteSeconds: 28_801 } }, "anonymous.absoluteSeconds"],
    [{ anonymous: { idleSeconds: 61, absoluteSeconds: 60 } }, "anonymous.idleSeconds"],
    [{ anonymous: { idleSeconds: 0 } }, "anonymous.idleSeconds"],
    [{ crossOrigin: null }, "crossOrigin"],
    [{ crossOrigin: { mode: "on" } }, "crossOrigin.mode"],
    [{ crossOrigin: { exempt: "POST /x" } }, "crossOrigin.exempt"],
    ...[
      "/x",
      "POST",
      "POST x",
      "post /x",
      "GET /x",
      "HEAD /x",
      "OPTIONS /x",
      "POST /x?y",
      "POST /x*",
      "POST /x y",
      7,
    ].map((route) => [{ crossOrigin: { exempt: ["POST /ok", route] } }, "crossOrigin.exempt[1]"] as const),
  ] as [object, string][])("%j", (options, names) => {
    expect(() => policyOf(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(() => policyOf(options)).toThrow(names);
  });
});

it("policy() hands out a copy", () => {
  const world = new World({ crossOrigin: { trustedOrigins: ["https://a.example"] } });
  const { crossOrigin } = world.sessions.policy();
  Reflect.set(crossOrigin, "mode", "off");
  Reflect.set(crossOrigin.trustedOrigins, 0, "https://evil.example");
  expect(world.sessions.policy().crossOrigin).toMatchObject({
    mode: "enforce",
    trustedOrigins: ["https://a.example"],
  });
});
