import type { RequestListener } from "node:http";
import type { Page } from "@sess/test-browser";
import { describe, expect, it } from "vitest";
import { start } from "../support/server.js";
import { type Watched, watched } from "./support/arrivals.js";
import { useBrowser } from "./support/browser.js";
import { all, foreignPage, form, tryAll } from "./support/forgery.js";
import { me, shop, signIn } from "./support/shop.js";
import { site } from "./support/sites.js";

const visitor = useBrowser();

type Serve = (app: RequestListener) => Promise<string>;

/** Who else may have a page open in the browser, and whether SameSite=Lax lets the cookie go along with its forms. */
const elsewhere: [where: string, serve: Serve, cookie: boolean][] = [
  ["another site", (app) => site("evil.test", app), false],
  ["a sibling host", (app) => site("sibling.app.test", app), true],
  ["another port of the host", (app) => site("app.test", app), true],
  ["the host over plain HTTP", async (app) => (await start(app)).replace("127.0.0.1", "app.test"), false],
];

interface Scene extends Watched {
  readonly origin: string;
  /** Of the app, signed in as ada. */
  readonly own: Page;
  readonly foreign: Page;
}

async function scene(serve: Serve): Promise<Scene> {
  const seen = watched(shop().app);
  const origin = await site("app.test", seen.app);
  const jar = await visitor();
  const own = await jar.newPage();
  await signIn(own, origin, "ada");
  const foreign = await jar.newPage();
  await foreign.goto(await serve(foreignPage));
  seen.forget();
  return { ...seen, origin, own, foreign };
}

describe.each(elsewhere)("from %s", (_where, serve, cookie) => {
  it("neither form, fetch() nor beacon changes anything: 403 (SESS-05, T-14, X-01, 3.5.2, V-29)", async () => {
    const seen = await scene(serve);
    expect(await tryAll(seen.own.context(), seen.foreign.url(), seen)).toEqual(all(403));
    expect(await me(seen.own)).toEqual({ user: "ada", cart: [] });
  });

  it("nobody is signed in as somebody else (SESS-05, X-01)", async () => {
    const { origin, own, foreign, arrival } = await scene(serve);
    await own.context().clearCookies();
    await form(foreign, `${origin}/login`, ["name", "mallory"]);
    expect(await arrival("POST /login")).toMatchObject({ cookie: false, status: 403 });
    expect(await own.context().cookies()).toEqual([]);
  });

  it("nobody is signed out, whether or not the cookie comes along (SESS-05, X-01)", async () => {
    const { origin, own, foreign, arrival } = await scene(serve);
    await form(foreign, `${origin}/logout`, ["", ""]);
    expect(await arrival("POST /logout")).toMatchObject({ cookie, status: 403 });
    expect(await me(own)).toMatchObject({ user: "ada" });
  });
});
