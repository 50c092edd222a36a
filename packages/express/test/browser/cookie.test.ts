import type { BrowserContext, Page } from "@sess/test-browser";
import { describe, expect, it } from "vitest";
import { useBrowser } from "./support/browser.js";
import { cookieName, me, shop, signIn, tokenOf } from "./support/shop.js";
import { localhost, site } from "./support/sites.js";

const visitor = useBrowser();

interface Visit {
  readonly jar: BrowserContext;
  readonly page: Page;
  readonly origin: string;
}

async function overTls(): Promise<Visit> {
  const jar = await visitor();
  return { jar, page: await jar.newPage(), origin: await site("app.test", shop().app) };
}

/** A cookie that a script tries to set in both ways it has. Returns what scripts can read then. */
function setByScript(page: Page, name: string, value: string, attributes: string): Promise<string> {
  return page.evaluate(
    async ([pair, key, text, rest]) => {
      document.cookie = pair + rest;
      await cookieStore.set(key, text).catch(() => {});
      return document.cookie;
    },
    [`${name}=${value}`, name, value, attributes] as const,
  );
}

describe("the cookie in a browser", () => {
  it("over TLS it is taken with its prefix, for this host and these hours only (SESS-02, C-10)", async () => {
    const { jar, page, origin } = await overTls();
    await signIn(page, origin, "ada");
    expect(await jar.cookies()).toEqual([
      {
        name: cookieName,
        value: expect.stringMatching(/^[\w-]{44}$/),
        domain: "app.test",
        path: "/",
        expires: -1,
        httpOnly: true,
        secure: true,
        sameSite: "Lax",
      },
    ]);
    expect(await me(page)).toMatchObject({ user: "ada" });
  });

  it("on http://localhost it is taken without prefix, out of reach of scripts as well (T-04)", async () => {
    const jar = await visitor();
    const page = await jar.newPage();
    await signIn(page, await localhost(shop().app), "ada");
    expect(await jar.cookies()).toMatchObject([
      { name: "sid", domain: "localhost", httpOnly: true, secure: false, sameSite: "Lax" },
    ]);
    const { value } = (await jar.cookies())[0]!;
    expect(await setByScript(page, "sid", "planted", "; path=/")).toBe("");
    expect(await jar.cookies()).toMatchObject([{ name: "sid", value }]);
    expect(await me(page)).toMatchObject({ user: "ada" });
  });

  it("scripts can neither read it, nor write or delete it (T-04, 3.3.4)", async () => {
    const { jar, page, origin } = await overTls();
    await signIn(page, origin, "ada");
    const before = await jar.cookies();
    expect(await page.evaluate(() => document.cookie)).toBe("");
    expect(await page.evaluate(() => cookieStore.getAll())).toEqual([]);
    for (const attributes of [
      "; Path=/; Secure",
      "; Path=/; Secure; HttpOnly",
      "; Path=/; Secure; Max-Age=0",
    ]) {
      expect(await setByScript(page, cookieName, "planted", attributes)).toBe("");
    }
    await page.evaluate((name) => cookieStore.delete(name).catch(() => {}), cookieName);
    expect(await jar.cookies()).toEqual(before);
  });

  it("before a login scripts cannot plant it, nor a nameless cookie that reads like it (T-03, V-12)", async () => {
    const { jar, page, origin } = await overTls();
    await page.goto(origin);
    for (const name of [cookieName, cookieName.toUpperCase(), `=${cookieName}`]) {
      expect(await setByScript(page, name, "planted", "; Path=/; Secure")).toBe("");
    }
    expect(await jar.cookies()).toEqual([]);
  });

  it("look-alikes that scripts can plant change nothing for who signs in afterwards (T-03, V-15)", async () => {
    const made = shop();
    const origin = await site("app.test", made.app);
    const attacker = await visitor();
    await signIn(await attacker.newPage(), origin, "mallory");
    const stolen = await tokenOf(attacker, origin);

    const jar = await visitor();
    const page = await jar.newPage();
    await page.goto(origin);
    const names = [
      "sid",
      "__Host-sid",
      "__Secure-sid",
      "_Host-Http-sid",
      `\u2000${cookieName}`,
      `"${cookieName}`,
    ];
    await page.evaluate(
      (pairs) => pairs.forEach((pair) => (document.cookie = `${pair}; Path=/; Secure`)),
      names.map((name) => `${name}=${stolen}`),
    );
    expect((await jar.cookies()).map(({ name }) => name).sort()).toEqual(names.sort());
    expect(await me(page)).toMatchObject({ user: null });
    await signIn(page, origin, "ada");
    expect(await me(page)).toMatchObject({ user: "ada" });
    expect(made.events).toEqual(["created", "login", "created", "login"]);
  });
});
