import type { RequestListener } from "node:http";
import type { BrowserContext, Page } from "@sess/test-browser";
import { describe, expect, it } from "vitest";
import { start } from "../support/server.js";
import { useBrowser } from "./support/browser.js";
import { cookieName, me, shop, type Shop, signIn, tokenOf } from "./support/shop.js";
import { html, site } from "./support/sites.js";

const visitor = useBrowser();

const refused = [
  "__Host-Http-sid=TOKEN; Domain=app.test; Path=/; Secure; HttpOnly",
  "__Host-Http-sid=TOKEN; Domain=app.test; Path=/account; Secure; HttpOnly",
  "__HOST-HTTP-SID=TOKEN; Domain=app.test; Path=/; Secure; HttpOnly",
  "__Host-sid=TOKEN; Domain=app.test; Path=/; Secure; HttpOnly",
  "=__Host-Http-sid=TOKEN; Domain=app.test; Path=/; Secure; HttpOnly",
];
/** Taken by the browser, and sent to the app from then on. */
const taken = [
  "sid=TOKEN; Domain=app.test; Path=/",
  "SID=TOKEN; Domain=app.test; Path=/account; HttpOnly",
  "__Secure-sid=TOKEN; Domain=app.test; Path=/; Secure; HttpOnly",
  "_Host-Http-sid=TOKEN; Domain=app.test; Path=/; Secure; HttpOnly",
  "=TOKEN; Domain=app.test; Path=/",
  // A space of Unicode before the name: some servers trim it away.
  "\u2000__Host-Http-sid=TOKEN; Domain=app.test; Path=/; Secure; HttpOnly",
  // An older syntax, in which a quote makes one value of all the cookies up to the next.
  "$Version=1; Domain=app.test; Path=/account",
  'quote="; Domain=app.test; Path=/account',
];

/** A page that sets cookies, with a session's token in them. */
const tosser =
  (lines: readonly string[], token: string): RequestListener =>
  (_req, res) => {
    const bytes = lines.map((line) => Buffer.from(line.replace("TOKEN", token)).toString("latin1"));
    res.writeHead(200, { "Content-Type": "text/html", "Set-Cookie": bytes }).end(html("<h1>Tossed</h1>"));
  };

interface Attack extends Shop {
  readonly origin: string;
  /** Of a session that the attacker is signed in to. */
  readonly token: string;
  readonly jar: BrowserContext;
  readonly page: Page;
}

async function attack(): Promise<Attack> {
  const made = shop();
  const origin = await site("app.test", made.app);
  const attacker = await visitor();
  await signIn(await attacker.newPage(), origin, "mallory");
  const jar = await visitor();
  return { ...made, origin, token: (await tokenOf(attacker, origin))!, jar, page: await jar.newPage() };
}

describe("cookies that a sibling host sets for the app's domain", () => {
  it("the browser refuses those with the cookie's prefix (V-16, T-03, C-10)", async () => {
    const { page, jar, token } = await attack();
    await page.goto(await site("sibling.app.test", tosser([...refused, "other=1; Domain=app.test"], token)));
    expect((await jar.cookies()).map(({ name }) => name)).toEqual(["other"]);
  });

  it("the browser refuses the cookie from the app's own host over plain HTTP (V-16, T-05)", async () => {
    const { page, jar, token } = await attack();
    const lines = [
      "__Host-Http-sid=TOKEN; Path=/; Secure; HttpOnly",
      "__Host-Http-sid=TOKEN; Path=/",
      "other=1",
    ];
    await page.goto((await start(tosser(lines, token))).replace("127.0.0.1", "app.test"));
    expect((await jar.cookies()).map(({ name }) => name)).toEqual(["other"]);
  });

  it("an attacker's live session under another name signs nobody in (V-15, V-16)", async () => {
    const { origin, page, jar, token, events } = await attack();
    await page.goto(await site("sibling.app.test", tosser(taken, token)));
    expect(await jar.cookies()).toHaveLength(taken.length);
    await page.goto(origin);
    expect(await me(page)).toMatchObject({ user: null });
    await page.goto(`${origin}/account`);
    expect(await page.innerText("body")).toContain("LOGIN_REQUIRED");
    // Nothing came under the cookie's own name.
    expect(events).toEqual(["created", "login"]);
  });

  it("they do not disturb who is signed in, nor who signs in afterwards (V-14, V-16, SESS-03)", async () => {
    const { origin, page, jar, token, sessions } = await attack();
    const sibling = await site("sibling.app.test", tosser([...refused, ...taken], token));
    await page.goto(sibling);
    await signIn(page, origin, "ada");
    await page.goto(sibling);
    await page.goto(`${origin}/account`);
    await page.getByRole("heading", { name: "Account of ada" }).waitFor();
    expect((await jar.cookies(origin)).filter(({ name }) => name === cookieName)).toHaveLength(1);
    // The attacker's own session has not become the victim's.
    expect(await sessions.list("mallory")).toHaveLength(1);
    expect(await sessions.list("ada")).toHaveLength(1);
  });
});
