import type { SessionOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { useBrowser } from "./support/browser.js";
import { me, shop, signIn, signOut } from "./support/shop.js";
import { localhost, site } from "./support/sites.js";

const visitor = useBrowser();

const policies: [name: string, options: Partial<SessionOptions>, cookie: string][] = [
  ["standard", {}, "__Host-Http-sid"],
  ["high", { preset: "high" }, "__Host-Http-sid"],
  ["consumer", { preset: "consumer" }, "__Host-Http-sid"],
  ["shared by a domain", { cookie: { domain: "app.test" } }, "__Secure-sid"],
  ["partitioned", { cookie: { sameSite: "none", partitioned: true } }, "__Host-Http-sid"],
];

describe("a logout in a browser", () => {
  it.each(policies)("takes a cookie away that is %s (SESS-06, C-04)", async (_name, options, cookie) => {
    const jar = await visitor();
    const page = await jar.newPage();
    const origin = await site("app.test", shop(options).app);
    await signIn(page, origin, "ada");
    expect(await jar.cookies()).toMatchObject([{ name: cookie }]);
    await signOut(page);
    expect(await jar.cookies()).toEqual([]);
    expect(await me(page)).toMatchObject({ user: null });
  });

  it("takes the cookie of http://localhost away (SESS-06, C-04)", async () => {
    const jar = await visitor();
    const page = await jar.newPage();
    await signIn(page, await localhost(shop().app), "ada");
    await signOut(page);
    expect(await jar.cookies()).toEqual([]);
  });

  it("ends the session in all tabs (SESS-06, 7.4.1)", async () => {
    const jar = await visitor();
    const [page, other] = [await jar.newPage(), await jar.newPage()];
    const origin = await site("app.test", shop().app);
    await signIn(page, origin, "ada");
    await other.goto(`${origin}/account`);
    expect(await me(other)).toMatchObject({ user: "ada" });
    await signOut(page);
    expect(await me(other)).toMatchObject({ user: null });
  });
});
