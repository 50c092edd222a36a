import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { homePage } from "../pages.js";
import { ports } from "../ports.js";
import { start } from "../start.js";
import { browser } from "./client.js";

const frameworks = ["Express", "Fastify", "Koa"];

/** @type {() => Promise<void>} */
let close;
beforeAll(async () => {
  // Express and Koa print every error that nobody handles, a 401 included.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  close = await start(0, "127.0.0.1");
});
afterAll(() => close());

/** @param {ReturnType<typeof browser>} user */
async function whoAmI(user) {
  const pages = await Promise.all(frameworks.map((framework) => user.get(framework)));
  return pages.map(({ body }) => /You are (.+)\./.exec(body)?.[1]);
}

/** @param {ReturnType<typeof browser>} user */
async function privately(user) {
  const pages = await Promise.all(frameworks.map((framework) => user.get(framework, "/private")));
  return pages.map(({ status }) => status);
}

describe.each(frameworks)("%s", (framework) => {
  test("says who answers, and links to the other two", async () => {
    const { status, headers, body } = await browser().get(framework);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/html/);
    expect(body).toContain(`<h1>${framework} answers</h1>`);
    expect(body.match(/http:\/\/127\.0\.0\.1:\d+/g)).toEqual(
      frameworks.filter((name) => name !== framework).map((name) => `http://127.0.0.1:${ports.get(name)}`),
    );
  });

  test("signs in for all, and gives nobody else anything", async () => {
    const user = browser();
    expect(await whoAmI(user)).toEqual(["not signed in", "not signed in", "not signed in"]);
    expect(await privately(user)).toEqual([401, 401, 401]);
    expect(user.cookie()).toBe("");
    expect(await user.signIn(framework)).toMatchObject({ status: 302, location: "/" });
    expect(await whoAmI(user)).toEqual(["ada", "ada", "ada"]);
    expect(await privately(user)).toEqual([200, 200, 200]);
    expect(await privately(browser())).toEqual([401, 401, 401]);
  });

  test("signs out for all, and the old cookie is worth nothing at any of them", async () => {
    const user = browser();
    await user.signIn("Koa");
    const old = user.cookie();
    expect(await user.post(framework, "/logout")).toMatchObject({ status: 302, location: "/" });
    expect(user.cookie()).toBe("");
    user.replay(old);
    expect(await whoAmI(user)).toEqual(["not signed in", "not signed in", "not signed in"]);
    expect(await privately(user)).toEqual([401, 401, 401]);
  });

  test.each([[{}], [{ name: "ada" }], [{ name: "ada", password: "wrong" }], [{ name: "eve", password: "" }]])(
    "lets nobody in with %j",
    async (form) => {
      const user = browser();
      const { status, body } = await user.post(framework, "/login", form);
      expect(status).toBe(401);
      expect(body).toContain("Wrong name or password");
      expect(user.cookie()).toBe("");
    },
  );

  test("a second sign-in ends the first one for all", async () => {
    const user = browser();
    await user.signIn("Express");
    const old = user.cookie();
    await user.signIn(framework, "alan", "bletchley");
    expect(await whoAmI(user)).toEqual(["alan", "alan", "alan"]);
    user.replay(old);
    expect(await privately(user)).toEqual([401, 401, 401]);
  });
});

test("parallel writes through all three are all kept", async () => {
  const user = browser();
  await user.signIn("Fastify");
  const visits = Array.from({ length: 10 }, () => privately(user));
  expect(new Set((await Promise.all(visits)).flat())).toEqual(new Set([200]));
  const { body } = await user.get("Express", "/private");
  expect(body).toContain("Express: 11, Fastify: 10, Koa: 10");
});

test("a logout in the middle of them is final", async () => {
  const user = browser();
  await user.signIn("Express");
  const old = user.cookie();
  const [answers] = await Promise.all([privately(user), user.post("Koa", "/logout"), privately(user)]);
  for (const status of answers) expect([200, 401]).toContain(status);
  user.replay(old);
  expect(await privately(user)).toEqual([401, 401, 401]);
});

test("a host that somebody makes up is shown as text", async () => {
  const nobody = /** @type {any} */ ({ userId: undefined });
  expect(homePage("Koa", '"><script>', nobody)).not.toContain("<script>");
});
