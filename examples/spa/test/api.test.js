// What the page's script cannot be made to do: requests that it would not send.
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { app } from "../app.js";

/** @type {string} */
let url;
const server = app.listen(0, "127.0.0.1");
beforeAll(async () => {
  if (!server.listening) await once(server, "listening");
  url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/api`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

let cookie = "";
beforeEach(() => void (cookie = ""));

/** @param {string} method @param {string} path @param {{ body?: unknown, token?: string, site?: string }} [options] */
async function call(method, path, { body, token, site = "same-origin" } = {}) {
  const response = await fetch(url + path, {
    method,
    headers: {
      "Sec-Fetch-Site": site,
      "Content-Type": "application/json",
      ...(cookie && { Cookie: cookie }),
      ...(token !== undefined && { "X-CSRF-Token": token }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  for (const line of response.headers.getSetCookie()) cookie = line.split(";")[0] ?? "";
  return { status: response.status, ...(await response.json()) };
}

const signIn = () => call("POST", "/login", { body: { name: "ada", password: "lovelace" } });

test("nobody has a session until he signs in", async () => {
  expect(await call("GET", "/session")).toEqual({ status: 200, user: null });
  expect(cookie).toBe("");
  expect(await call("GET", "/notes")).toMatchObject({ status: 401, code: "LOGIN_REQUIRED" });
});

test.each([[{}], [{ name: "ada" }], [{ name: "ada", password: ["lovelace"] }], [[]], ["no JSON"]])(
  "%j signs nobody in, and breaks nothing",
  async (body) => {
    expect((await call("POST", "/login", { body })).status).toBe(body === "no JSON" ? 400 : 401);
    expect(cookie).toBe("");
  },
);

test("a note needs a session and its token", async () => {
  const note = { body: { text: "Buy ink" } };
  expect(await call("POST", "/notes", note)).toMatchObject({ status: 401, code: "LOGIN_REQUIRED" });
  const { csrfToken: token } = await signIn();
  expect(await call("POST", "/notes", note)).toMatchObject({ status: 403, code: "CSRF_TOKEN" });
  expect(await call("POST", "/notes", { ...note, token: "made up" })).toMatchObject({ status: 403 });
  expect(await call("POST", "/notes", { ...note, token })).toMatchObject({ status: 201, 0: "Buy ink" });
  expect(await call("POST", "/notes", { body: { text: " " }, token })).toMatchObject({ status: 422 });
});

test("the token of before a login or a logout is worth nothing after it", async () => {
  const { csrfToken: first } = await signIn();
  const { csrfToken: token } = await signIn();
  expect(await call("POST", "/logout", { token: first })).toMatchObject({ status: 403, code: "CSRF_TOKEN" });
  const old = cookie;
  expect(await call("POST", "/logout", { token })).toEqual({ status: 200, user: null });
  cookie = old;
  expect(await call("GET", "/notes")).toMatchObject({ status: 401 });
});

test("another site signs nobody in", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const body = { name: "ada", password: "lovelace" };
  expect(await call("POST", "/login", { body, site: "cross-site" })).toMatchObject({
    status: 403,
    code: "CROSS_ORIGIN",
  });
  expect(cookie).toBe("");
});
