import type { RequestListener } from "node:http";
import { expect, it } from "vitest";
import { start } from "../support/server.js";
import { watched } from "./support/arrivals.js";
import { useBrowser } from "./support/browser.js";
import { all, foreignPage, tryAll } from "./support/forgery.js";
import { me, shop, signIn } from "./support/shop.js";
import { html, localhost, site } from "./support/sites.js";

const visitor = useBrowser();

type Serve = (app: RequestListener) => Promise<string>;
const overTls: Serve = (app) => site("app.test", app);

const places: [where: string, serve: Serve, path: string][] = [
  ["over TLS", overTls, "/usual"],
  // Then a form's Origin is "null".
  ["over TLS, from a page that hides its address", overTls, "/quiet"],
  ["on http://localhost", localhost, "/usual"],
  // Browsers send no Sec-Fetch-Site there.
  ["over plain HTTP", async (app) => (await start(app)).replace("127.0.0.1", "app.test"), "/usual"],
];

it.each(places)(
  "the app's own pages may send forms, fetch() and beacons, %s (X-01)",
  async (_, serve, path) => {
    const { app } = shop();
    app.use("/307", foreignPage);
    app.get("/usual", (_req, res) => void res.send(html("<h1>Own page</h1>")));
    app.get(
      "/quiet",
      (_req, res) => void res.set("Referrer-Policy", "no-referrer").send(html("<h1>Own page</h1>")),
    );
    const seen = watched(app);
    const origin = await serve(seen.app);
    const jar = await visitor();
    const page = await jar.newPage();
    await signIn(page, origin, "ada");
    expect(await tryAll(jar, origin + path, { ...seen, origin })).toEqual(all(302));
    expect((await me(page)).cart).toHaveLength(Object.keys(all(302)).length);
  },
);
