import type { RequestListener } from "node:http";
import type { BrowserContext, Page } from "@sess/test-browser";
import type { Watched } from "./arrivals.js";
import { html } from "./sites.js";

/** A page of somebody else, and a redirect that lets a form pass through: `/307?to=…`. */
export const foreignPage: RequestListener = (req, res) => {
  const to = new URL(req.url ?? "/", "https://foreign.test").searchParams.get("to");
  if (to === null) res.setHeader("Content-Type", "text/html").end(html("<h1>Win a prize</h1>"));
  else res.writeHead(307, { Location: to }).end();
};

/** Makes the page send `name=value` to a URL by POST, as whoever is signed in there. */
export type Forge = (page: Page, url: string, field: readonly [name: string, value: string]) => Promise<void>;

const formWith =
  (options: { enctype?: string; frame?: boolean; through?: string }): Forge =>
  (page, url, field) =>
    page.evaluate(
      ([action, [name, value], { enctype, frame, through }]) => {
        const made = document.createElement("form");
        made.method = "post";
        made.action = through === undefined ? action : through + encodeURIComponent(action);
        if (enctype !== undefined) made.enctype = enctype;
        const input = made.appendChild(document.createElement("input"));
        [input.name, input.value] = [name, value];
        if (frame === true)
          document.body.appendChild(document.createElement("iframe")).name = made.target = "frame";
        document.body.appendChild(made).submit();
      },
      [url, field, options] as const,
    );

const fetched =
  (mode: RequestMode): Forge =>
  (page, url, field) =>
    page.evaluate(
      async ([target, pair, how]) => {
        const body = new URLSearchParams([[...pair]]);
        await fetch(target, { method: "POST", mode: how, credentials: "include", body }).catch(() => {});
      },
      [url, field, mode] as const,
    );

const beacon: Forge = (page, url, field) =>
  page.evaluate(([target, pair]) => void navigator.sendBeacon(target, new URLSearchParams([[...pair]])), [
    url,
    field,
  ] as const);

export const form: Forge = formWith({});

/** All that a page can send by POST without being asked. */
const forgeries: [name: string, forge: Forge][] = [
  ["a form", form],
  ["a form of plain text", formWith({ enctype: "text/plain" })],
  ["a form in an iframe", formWith({ frame: true })],
  ["a form, through a redirect", formWith({ through: "/307?to=" })],
  ["fetch() without CORS", fetched("no-cors")],
  ["fetch() with CORS", fetched("cors")],
  ["a beacon", beacon],
];

/** Tries all of them, each in a tab of its own. Returns the statuses that the app's server has answered. */
export async function tryAll(
  jar: BrowserContext,
  from: string,
  { origin, arrival }: Watched & { readonly origin: string },
): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for (const [name, forge] of forgeries) {
    const page = await jar.newPage();
    await page.goto(from);
    const path = `/cart?by=${encodeURIComponent(name)}`;
    await forge(page, origin + path, ["item", "book"]);
    statuses[name] = (await arrival(`POST ${path}`)).status;
    await page.close();
  }
  return statuses;
}

/** What `tryAll` returns when all meet with the same. */
export const all = (status: number): Record<string, number> =>
  Object.fromEntries(forgeries.map(([name]) => [name, status]));
