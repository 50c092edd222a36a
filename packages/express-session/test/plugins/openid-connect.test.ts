import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import openid from "express-openid-connect";
import original from "express-session";
import Provider from "oidc-provider";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import ours from "../../src/index.js";
import type { SessionFactory } from "../support/side.js";

/** An OpenID provider of its own, with its pages for development: a form to sign in, one to consent. */
let provider: { issuer: string; close: () => void };
let app: Server | undefined;
let baseURL = "";

beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "info").mockImplementation(() => {});
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The app's address has to be known here, and the provider's there.
  const reserved = createServer();
  await new Promise<void>((resolve) => reserved.listen(0, "127.0.0.1", resolve));
  baseURL = `http://127.0.0.1:${(reserved.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => reserved.close(() => resolve()));
  const oidc = new Provider(issuer, {
    clients: [{ client_id: "app", client_secret: "a secret", redirect_uris: [`${baseURL}/callback`] }],
    cookies: { keys: ["provider"] },
  });
  const listener = oidc.callback();
  server.on("request", (req, res) => void listener(req, res));
  provider = { issuer, close: () => server.close() };
}, 60_000);
afterAll(() => {
  provider.close();
  vi.restoreAllMocks();
});
afterEach(() => void app?.close());

interface Page {
  readonly status: number;
  readonly text: string;
  readonly url: string;
}

/** A browser that follows redirects, with a jar for each origin. */
class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  async open(url: string, form?: Record<string, string>): Promise<Page> {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    const res = await this.#send(url, jar, form);
    let text = "";
    for await (const chunk of res) text += String(chunk);
    for (const line of res.headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    const { location } = res.headers;
    if (location !== undefined) return this.open(new URL(location, url).href);
    return { status: res.statusCode ?? 0, text, url };
  }

  #send(
    url: string,
    jar: Map<string, string>,
    form: Record<string, string> | undefined,
  ): Promise<IncomingMessage> {
    const headers = {
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      ...(form && { "content-type": "application/x-www-form-urlencoded" }),
    };
    return new Promise((resolve, reject) => {
      const req = request(url, { method: form ? "POST" : "GET", headers, agent: false }, resolve);
      req.on("error", reject);
      req.end(form && new URLSearchParams(form).toString());
    });
  }
}

describe.each([
  ["express-session", original],
  ["@sess/express-session", ours as unknown as SessionFactory],
])("express-openid-connect beside %s", (_name, session) => {
  it(
    "signs in with a provider: its own sessions in a store of ours, the app's beside them",
    { timeout: 60_000 },
    async () => {
      const store = new session.MemoryStore();
      const routes = express()
        .use(session({ secret: "keyboard cat", resave: false, saveUninitialized: false }))
        .use(
          openid.auth({
            issuerBaseURL: provider.issuer,
            baseURL,
            clientID: "app",
            clientSecret: "a secret",
            secret: "a long secret of its own, for its cookies",
            authRequired: false,
            authorizationParams: { response_type: "code", scope: "openid" },
            session: { store: store as never },
          }),
        );
      routes.get("/visit", (req, res) => {
        Reflect.set(req.session, "cart", ["tea"]);
        res.json("ok");
      });
      routes.get("/", (req, res) => {
        res.json({ user: req.oidc.user?.["sub"] ?? null, cart: Reflect.get(req.session, "cart") ?? null });
      });
      app = createServer(routes);
      await new Promise<void>((resolve) => app?.listen(Number(new URL(baseURL).port), "127.0.0.1", resolve));

      const browser = new Browser();
      await browser.open(`${baseURL}/visit`);
      expect(JSON.parse((await browser.open(baseURL)).text)).toEqual({ user: null, cart: ["tea"] });
      const form = await browser.open(`${baseURL}/login`);
      expect(form.url).toContain(`${provider.issuer}/interaction/`);
      const consent = await browser.open(form.url, { prompt: "login", login: "ann", password: "any" });
      const back = await browser.open(consent.url, { prompt: "consent" });
      expect(JSON.parse(back.text)).toEqual({ user: "ann", cart: ["tea"] });
      const kept = await new Promise<number>((resolve) =>
        store.length((_error, length) => resolve(length ?? 0)),
      );
      expect(kept).toBe(1);
    },
  );
});
