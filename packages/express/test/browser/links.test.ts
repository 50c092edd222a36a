import type { Page } from "@sess/test-browser";
import { describe, expect, it } from "vitest";
import { type Watched, watched } from "./support/arrivals.js";
import { useBrowser } from "./support/browser.js";
import { foreignPage } from "./support/forgery.js";
import { shop, signIn } from "./support/shop.js";
import { site } from "./support/sites.js";

const visitor = useBrowser();

interface Scene extends Watched {
  readonly origin: string;
  readonly foreign: Page;
}

/** Somebody who is signed in to the app, on a page of another host. */
async function scene(host: `${string}.test`): Promise<Scene> {
  const seen = watched(shop().app);
  const origin = await site("app.test", seen.app);
  const jar = await visitor();
  await signIn(await jar.newPage(), origin, "ada");
  const foreign = await jar.newPage();
  await foreign.goto(await site(host, foreignPage));
  seen.forget();
  return { ...seen, origin, foreign };
}

function addImage(page: Page, url: string): Promise<void> {
  return page.evaluate((src) => void (document.body.appendChild(new Image()).src = src), url);
}

describe("GET from a page of another site", () => {
  it("by an image goes without the cookie (SESS-05, C-07)", async () => {
    const { origin, foreign, arrival } = await scene("evil.test");
    await addImage(foreign, `${origin}/me`);
    expect(await arrival("GET /me")).toMatchObject({ status: 200, cookie: false });
  });

  it("by an iframe goes without the cookie (SESS-05, C-07)", async () => {
    const { origin, foreign, arrival } = await scene("evil.test");
    await foreign.evaluate((src) => {
      document.body.appendChild(document.createElement("iframe")).src = src;
    }, `${origin}/account`);
    expect(await arrival("GET /account")).toMatchObject({ status: 401, cookie: false });
  });

  it("by a link goes with the cookie: people stay signed in (SM-05, X-01)", async () => {
    const { origin, foreign } = await scene("evil.test");
    await foreign.evaluate((url) => (location.href = url), `${origin}/account`);
    await foreign.getByRole("heading", { name: "Account of ada" }).waitFor();
  });
});

it("GET from a sibling host goes with the cookie, also by an image: it must not change anything", async () => {
  const { origin, foreign, arrival } = await scene("sibling.app.test");
  await addImage(foreign, `${origin}/me`);
  expect(await arrival("GET /me")).toMatchObject({ status: 200, cookie: true });
});
