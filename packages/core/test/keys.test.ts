import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import type { MapStore } from "./support/map-store.js";

const OLD = "an old secret of 32 bytes or more 0123456789";
const NEW = "a new secret of 32 bytes or more 9876543210";
const NAME = "__Host-Http-sid";

/** Managers with different settings in front of the same records. */
function worlds(...all: ConstructorParameters<typeof World>[0][]): World[] {
  let records: MapStore | undefined;
  return all.map((options) => new World(options, (store) => (records ??= store)));
}

async function signedIn(
  world: World | undefined,
  secure = true,
): Promise<{ cookie: string; token: string; tag: string }> {
  const browser = world?.browser(secure);
  await browser?.visit((session) => session.login("alice"));
  const cookie = browser?.cookie ?? "";
  const [token = "", tag = ""] = cookie.slice(cookie.indexOf("=") + 1).split(".");
  return { cookie, token, tag };
}

describe("a cookie with a tag (D-04, D-05, T-26)", () => {
  it("is token.tag: 132 bits of HMAC-SHA-256 under a subkey of the first key, over name and token", async () => {
    const [world] = worlds({ keys: [NEW, OLD] });
    const { cookie, token, tag } = await signedIn(world);
    expect(cookie).toMatch(/^__Host-Http-sid=[A-Za-z0-9_-]{44}\.[A-Za-z0-9_-]{22}$/);
    const subkey = createHmac("sha256", NEW).update("sess/v1 cookie tag\x01").digest("base64url");
    const expected = createHmac("sha256", subkey).update(`${NAME}=${token}`).digest("base64url");
    expect(tag).toBe(expected.slice(0, 22));
    expect((await world?.browser().begin(cookie))?.session.userId).toBe("alice");
  });

  it("forged: any other tag is refused before the store is asked (11.2.5)", async () => {
    const [world] = worlds({ keys: [NEW] });
    const { token, tag } = await signedIn(world);
    for (let at = 0; at < tag.length; at++) {
      const forged = `${tag.slice(0, at)}${tag[at] === "A" ? "B" : "A"}${tag.slice(at + 1)}`;
      await world?.browser().begin(`${NAME}=${token}.${forged}`);
      expect(world?.events.at(-1)).toEqual({ type: "cookie_refused", reason: "forged" });
    }
    expect(world?.store.count("read")).toBe(0);
  });

  it.each<[string, (token: string, tag: string) => string]>([
    ["no tag", (token) => token],
    ["an empty tag", (token) => `${token}.`],
    ["a shorter tag", (token, tag) => `${token}.${tag.slice(1)}`],
    ["a longer tag", (token, tag) => `${token}.${tag}A`],
    ["two tags", (token, tag) => `${token}.${tag}.${tag}`],
    ["a dot at the end", (token, tag) => `${token}.${tag}.`],
    ["the tag first", (token, tag) => `${tag}.${token}`],
    ["no token", (_, tag) => `.${tag}`],
    ["signed cookies of others", (token, tag) => `s:${token}.${tag}`],
  ])("%s is malformed", async (_, value) => {
    const [world] = worlds({ keys: [NEW] });
    const { token, tag } = await signedIn(world);
    const { session } = (await world?.browser().begin(`${NAME}=${value(token, tag)}`)) ?? {};
    expect(session?.isNew).toBe(true);
    expect(world?.events.at(-1)).toEqual({ type: "cookie_refused", reason: "malformed" });
    expect(world?.store.count("read")).toBe(0);
  });

  it("under an older key is good, and is sent anew: the same token with the first key's tag (11.2.2)", async () => {
    const [before, after, later] = worlds({ keys: [OLD] }, { keys: [NEW, OLD] }, { keys: [NEW] });
    const { cookie, token, tag } = await signedIn(before);
    const browser = after?.browser();
    if (browser) browser.cookie = cookie;
    const request = await browser?.begin();
    expect(request?.session.userId).toBe("alice");
    await request?.end();
    expect(request?.setCookies).toHaveLength(1);
    expect(browser?.cookie).toMatch(`${NAME}=${token}.`);
    expect(browser?.cookie).not.toContain(tag);
    expect((await browser?.visit((_, again) => again))?.setCookies).toEqual([]);
    expect((await later?.browser().begin(browser?.cookie))?.session.userId).toBe("alice");
    expect((await later?.browser().begin(cookie))?.session.isNew).toBe(true);
    expect(later?.events.at(-1)).toEqual({ type: "cookie_refused", reason: "forged" });
  });

  it("an older key's cookie is sent anew also to who does not use the session, with no-store", async () => {
    const [before, after] = worlds({ keys: [OLD] }, { keys: [NEW, OLD] });
    const { cookie } = await signedIn(before);
    const request = await after?.browser().begin(cookie);
    await request?.end();
    expect(request?.setCookies).toHaveLength(1);
    expect(request?.responseHeader("Cache-Control")).toBe("no-store");
  });

  it("is not re-sent when the session has been ended meanwhile", async () => {
    const [before, after] = worlds({ keys: [OLD] }, { keys: [NEW, OLD] });
    const { cookie } = await signedIn(before);
    const request = await after?.browser().begin(cookie);
    await (await before?.browser().begin(cookie))?.session.logout();
    if (request) request.session["a"] = 1;
    await request?.end();
    expect(request?.setCookies).toEqual([]);
  });

  it.each([
    ["another app's name", { cookie: { name: "other" } }, "__Host-Http-other", true],
    ["the name without TLS", {}, "sid", false],
  ] as const)("of %s does not fit, though key and token do", async (_, options, name, secure) => {
    const [world, other] = worlds({ keys: [NEW] }, { keys: [NEW], ...options });
    const { token, tag } = await signedIn(other, secure);
    await world?.browser().begin(`${NAME}=${token}.${tag}`);
    expect(world?.events.at(-1)).toEqual({ type: "cookie_refused", reason: "forged" });
    expect((await other?.browser(secure).begin(`${name}=${token}.${tag}`))?.session.userId).toBe("alice");
  });

  it("keys are texts or bytes, and a copy is kept of them", async () => {
    const bytes = new TextEncoder().encode(NEW);
    const [asBytes, asText] = worlds({ keys: [bytes] }, { keys: [NEW] });
    bytes.fill(7);
    const { cookie } = await signedIn(asBytes);
    expect((await asText?.browser().begin(cookie))?.session.userId).toBe("alice");
  });

  it("turning keys on, or off, refuses what was sent before (V-08)", async () => {
    const [without, withKeys] = worlds({}, { keys: [NEW] });
    for (const [from, to] of [
      [without, withKeys],
      [withKeys, without],
    ]) {
      const { cookie } = await signedIn(from);
      expect((await to?.browser().begin(cookie))?.session.isNew).toBe(true);
      expect(to?.events.at(-1)).toEqual({ type: "cookie_refused", reason: "malformed" });
    }
  });
});
