import { createRequire } from "node:module";
import type { RequestListener } from "node:http";
import { memoryStore } from "@sess/store-memory";
import original from "express-session";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import ours from "../../src/index.js";
import { ask, listen, type Listening } from "../support/http.js";
import type { SessionFactory } from "../support/side.js";

type MakeApp = (session: SessionFactory, store: object | undefined, providers: object) => RequestListener;
const makeApp = createRequire(import.meta.url)("./app.cjs") as MakeApp;

const servers: Listening[] = [];
beforeEach(() => void vi.spyOn(process, "emitWarning").mockImplementation(() => {}));
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  vi.restoreAllMocks();
});

async function portOf(listener: RequestListener): Promise<number> {
  const server = await listen(listener);
  servers.push(server);
  return server.port;
}

/** A browser with a cookie jar, that follows no redirects. */
class Browser {
  readonly jar = new Map<string, string>();
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async open(
    path: string,
    form?: object,
  ): Promise<{ status: number; body: unknown; location: string | undefined }> {
    const headers = {
      cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join("; "),
      ...(form && { "content-type": "application/json" }),
      ...("token" in (form ?? {}) && { "x-csrf-token": String(Reflect.get(form ?? {}, "token")) }),
    };
    const options = { method: form ? "POST" : "GET", headers };
    const answer = await ask(this.#port, path, options, form && JSON.stringify(form)).all;
    for (const line of answer.setCookie) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || line.includes("1970")) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const { status, text, headers: got } = answer;
    const body: unknown = got["content-type"]?.includes("json") === true ? JSON.parse(text) : text;
    return { status, body, location: got.location };
  }
}

describe.each([
  ["express-session", original, (): object | undefined => undefined],
  ["@sess/express-session", ours, (): object | undefined => undefined],
  ["@sess/express-session and a store of @sess' own", ours, (): object | undefined => memoryStore()],
])("the same app on %s", (_name, session, storeOf) => {
  async function browser(providers = {}): Promise<Browser> {
    return new Browser(await portOf(makeApp(session as SessionFactory, storeOf(), providers)));
  }

  it("passport 0.7: login keeps what there was under a new id, logout ends it", async () => {
    const user = await browser();
    await user.open("/visit");
    const before = user.jar.get("connect.sid");
    expect((await user.open("/login", { username: "ann", password: "no" })).location).toBe("/");
    expect(await user.open("/login", { username: "ann", password: "tea" })).toMatchObject({
      location: "/me",
    });
    expect(user.jar.get("connect.sid")).not.toBe(before);
    expect((await user.open("/me")).body).toEqual({ user: "ann", cart: ["tea"], signedIn: true });
    const thief = new Map(user.jar);
    expect((await user.open("/logout", {})).location).toBe("/me");
    expect((await user.open("/me")).body).toEqual({ user: null, cart: null, signedIn: false });
    user.jar.clear();
    for (const [name, value] of thief) user.jar.set(name, value);
    expect((await user.open("/me")).body).toMatchObject({ signedIn: false });
  });

  it("passport 0.7: a double click on logout is no error", async () => {
    const user = await browser();
    await user.open("/login", { username: "ann", password: "tea" });
    const [cookie] = user.jar.values();
    const answers = await Promise.all(
      [1, 2, 3].map(() => {
        user.jar.set("connect.sid", String(cookie));
        return user.open("/logout", {});
      }),
    );
    expect(answers.map(({ location }) => location)).toEqual(["/me", "/me", "/me"]);
    user.jar.set("connect.sid", String(cookie));
    expect((await user.open("/me")).body).toMatchObject({ signedIn: false });
  });

  it("connect-flash: messages are there for the next page, and once", async () => {
    const user = await browser();
    expect((await user.open("/visit")).location).toBe("/flash");
    expect((await user.open("/flash")).body).toEqual(["welcome", "stay"]);
    expect((await user.open("/flash")).body).toEqual([]);
  });

  it("csrf-sync and csrf-csrf: the form's own token passes, and no other", async () => {
    const user = await browser();
    for (const path of ["/sync", "/double"]) {
      const { token } = (await user.open(path)).body as { token: string };
      expect(await user.open(path, { token })).toMatchObject({ status: 200, body: "done" });
      expect((await user.open(path, { token: `${token}x` })).status).toBe(403);
      expect((await user.open(path, {})).status).toBe(403);
    }
  });

  it("grant 5: the way to a provider and back, with its state in the session", async () => {
    // A provider as OAuth 2 has it, as far as the dance goes.
    const provider = await portOf((req, res) => {
      res.setHeader("content-type", "application/json");
      res.end(JSON.stringify({ access_token: "from the provider", token_type: "bearer" }));
    });
    const url = `http://127.0.0.1:${provider}`;
    const user = await browser({
      local: {
        key: "app",
        secret: "secret",
        oauth: 2,
        authorize_url: `${url}/authorize`,
        access_url: `${url}/token`,
        callback: "/granted",
        origin: "http://127.0.0.1",
      },
    });
    const { location = "" } = await user.open("/connect/local");
    const state = new URL(location).searchParams.get("state") ?? "";
    expect(state).not.toBe("");
    expect((await user.open(`/connect/local/callback?code=1&state=${state}`)).location).toBe("/granted");
    expect((await user.open("/granted")).body).toMatchObject({
      grant: { access_token: "from the provider" },
    });
  });
});
