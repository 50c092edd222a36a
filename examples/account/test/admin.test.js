import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { browser, start } from "./client.js";
import { later } from "./later.js";
import { firefox, safari } from "./user-agents.js";

const roles = vi.hoisted(() => ({ taken: false }));

vi.mock("../users.js", async (importOriginal) => {
  const real = /** @type {typeof import("../users.js")} */ (await importOriginal());
  return { ...real, isAdmin: (/** @type {string} */ id) => !roles.taken && real.isAdmin(id) };
});

/** @type {Awaited<ReturnType<typeof start>>} */
let server;
/** @type {Record<"grace" | "desk" | "phone" | "alan", import("./client.js").Browser>} */
let at;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());
beforeEach(async () => {
  at = {
    grace: browser(server.url),
    desk: browser(server.url, firefox),
    phone: browser(server.url, safari),
    alan: browser(server.url),
  };
  await at.grace.signIn("grace", "hopper1906");
  await at.desk.signIn("ada", "lovelace");
  await at.phone.signIn("ada", "lovelace");
  await at.alan.signIn("alan", "bletchley");
});
afterEach(() => {
  vi.restoreAllMocks();
  roles.taken = false;
});

/** Who is signed in, of the four. */
async function signedIn() {
  const names = /** @type {(keyof typeof at)[]} */ (Object.keys(at));
  const handles = await Promise.all(names.map((name) => at[name].handle()));
  return names.filter((_, i) => handles[i] !== undefined).join();
}
const everyone = "grace,desk,phone,alan";

test("an admin sees every user's sessions (ASVS 7.4.5)", async () => {
  const { body, headers } = await at.grace.get("/admin");
  for (const shown of ["ada", "alan", "grace", "Firefox on Linux", "Safari on iOS", await at.phone.handle()])
    expect(body).toContain(shown);
  expect(headers.get("cache-control")).toBe("no-store");
  expect((await at.grace.get("/")).body).toContain('href="/admin"');
});

test("ends one user's sessions, which are over at the next request (ASVS 7.4.5)", async () => {
  expect((await at.phone.profile()).user).toBe("ada");
  await at.grace.post("/admin", { user: "ada", end: "all" });
  expect((await at.grace.get("/admin")).body).toMatch(/ada: \d+ sessions ended\./);
  for (const device of [at.desk, at.phone]) {
    expect((await device.get("/profile", { accept: "*/*" })).status).toBe(401);
    expect((await device.get("/profile")).location).toBe("/sign-in?next=%2Fprofile");
    expect((await device.get("/")).body).toContain("Sign in</a>");
  }
  expect(await signedIn()).toBe("grace,alan");
});

test("ends one session", async () => {
  await at.grace.post("/admin", { user: "ada", end: await at.phone.handle() });
  expect((await at.grace.get("/admin")).body).toContain("ada: Signed out of Safari on iOS.");
  expect(await signedIn()).toBe("grace,desk,alan");
});

test("ends everybody's sessions, but only on a page of its own (ASVS 7.4.5)", async () => {
  const question = await at.grace.get("/admin/everybody");
  expect(question.body).toContain("<h1>Sign everybody out?</h1>");
  expect(await signedIn()).toBe(everyone);
  const answer = await at.grace.post("/admin/everybody");
  expect(answer).toMatchObject({ status: 303, location: "/sign-in?next=/admin" });
  expect((await at.grace.get("/sign-in")).body).toContain("Everybody is signed out, and so are you.");
  expect(await signedIn()).toBe("");
  await at.alan.signIn("alan", "bletchley");
  expect(await signedIn()).toBe("alan");
});

test("who signed in long ago confirms it first, and only as an admin is asked to", async () => {
  later(301);
  for (const path of ["/admin", "/admin/everybody"]) {
    const next = encodeURIComponent(path);
    expect((await at.grace.get(path)).location).toBe(`/confirm?next=${next}`);
    expect((await at.grace.post(path)).location).toBe(`/confirm?next=${next}&again=yes`);
  }
  expect((await at.alan.get("/admin")).status).toBe(404);
  expect(await signedIn()).toBe(everyone);
  await at.grace.post("/confirm", { password: "hopper1906" });
  expect((await at.grace.get("/admin")).status).toBe(200);
});

const requests = /** @type {[string, Record<string, string>?][]} */ ([
  ["/admin"],
  ["/admin/everybody"],
  ["/ADMIN/"],
  ["/admin", { user: "alan", end: "all" }],
  ["/admin/everybody", {}],
]);

test.each(requests)("is not there for others, and asks visitors to sign in: %s %j", async (path, form) => {
  const ask = (/** @type {import("./client.js").Browser} */ visitor) =>
    form ? visitor.post(path, form, "*/*") : visitor.get(path, { accept: "*/*" });
  expect((await ask(at.desk)).status).toBe(404);
  expect((await ask(browser(server.url))).status).toBe(401);
  expect(await signedIn()).toBe(everyone);
});

test("a role that is taken away is gone at the next request, in a session that goes on (ASVS 8.3.2)", async () => {
  expect((await at.grace.get("/admin")).status).toBe(200);
  roles.taken = true;
  expect((await at.grace.get("/admin")).status).toBe(404);
  expect((await at.grace.post("/admin", { user: "ada", end: "all" })).status).toBe(404);
  expect((await at.grace.post("/admin/everybody")).status).toBe(404);
  expect(await signedIn()).toBe(everyone);
});

test("an odd form ends nothing, and is no crash", async () => {
  const end = await at.phone.handle();
  for (const form of [{}, { user: "ada" }, { user: "eve", end: "all" }, { user: "__proto__", end: "all" }])
    expect((await at.grace.post("/admin", form)).status).toBe(303);
  for (const form of [
    { user: "alan", end },
    { user: "ada", "end[]": "all" },
    { end },
    { user: "", end: "all" },
  ])
    expect((await at.grace.post("/admin", form)).status).toBe(303);
  expect(await signedIn()).toBe(everyone);
});
