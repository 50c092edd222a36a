import type { SessionOptions } from "@sess/core";
import { expressSession, requireLogin } from "@sess/express";
import type { BrowserContext, Page } from "@sess/test-browser";
import { testSessions, type TestSessions } from "@sess/test-visitor";
import express, { type Express } from "express";
import { jsonErrors } from "../../support/handlers.js";
import { html } from "./sites.js";

export interface Shop extends TestSessions {
  readonly app: Express;
}

/** What the shop thinks of whoever asks. */
export interface Me {
  readonly user: string | null;
  readonly cart: readonly string[];
}

const welcome = html(`
  <h1>Welcome</h1>
  <form method="post" action="/login"><input name="name"><button>Sign in</button></form>
  <form method="post" action="/cart"><input name="item"><button>Buy</button></form>`);

/** A small app as people write them, with forms. */
export function shop(options: Partial<SessionOptions> = {}): Shop {
  const made = testSessions(options);
  const { sessions } = made;
  const app = express();
  app.use(express.urlencoded(), expressSession(sessions));

  app.get("/", (req, res) => {
    const { userId } = sessions.from(req);
    res.send(userId === undefined ? welcome : `${welcome}<p>Hello, ${userId}</p>`);
  });
  app.post("/login", async (req, res) => {
    await sessions.from(req).login((req.body as { name: string }).name);
    res.redirect("/account");
  });
  app.get("/account", requireLogin(), (req, res) => {
    res.send(
      html(`
        <h1>Account of ${sessions.from(req).userId}</h1>
        <a href="/">To the shop</a>
        <form method="post" action="/logout"><button>Sign out</button></form>`),
    );
  });
  app.post("/logout", async (req, res) => {
    await sessions.from(req).logout();
    res.redirect("/");
  });
  app.post("/cart", (req, res) => {
    const session = sessions.from(req);
    // A form of plain text is nothing that Express' parsers read.
    const { item = "something" } = (req.body ?? {}) as { item?: string };
    (session.cart ??= []).push(item);
    res.redirect("/");
  });
  app.get("/me", (req, res) => {
    const { userId, cart } = sessions.from(req);
    res.json({ user: userId ?? null, cart: cart ?? [] } satisfies Me);
  });
  app.use(jsonErrors);
  return { ...made, app };
}

export async function signIn(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(origin);
  await page.locator("[name=name]").fill(name);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: `Account of ${name}` }).waitFor();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Welcome" }).waitFor();
}

/** Asked from a page of the shop, with the page's cookies. */
export function me(page: Page): Promise<Me> {
  return page.evaluate(async () => (await fetch("/me", { cache: "no-store" })).json());
}

export const cookieName = "__Host-Http-sid";

/** What the session cookie of an origin over TLS holds; undefined without one. */
export async function tokenOf(jar: BrowserContext, origin: string): Promise<string | undefined> {
  return (await jar.cookies(origin)).find(({ name }) => name === cookieName)?.value;
}
