import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { browser, start } from "./client.js";
import { later } from "./later.js";

const confirmed = "Thank you. Nothing has been done yet: press the button again.";

/** @type {Awaited<ReturnType<typeof start>>} */
let server;
/** @type {import("./client.js").Browser} */
let desk;
/** @type {import("./client.js").Browser} */
let phone;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());
beforeEach(async () => {
  [desk, phone] = [browser(server.url), browser(server.url)];
  await desk.signIn("ada", "lovelace");
  await phone.signIn("ada", "lovelace");
  later(301);
});
afterEach(() => vi.restoreAllMocks());

const endPhone = async () => desk.post("/devices", { end: await phone.handle() });
const isConfirmed = async () => (await desk.post("/devices")).location === "/devices";

test("who signed in long ago sees the devices, but ends none before the password (ASVS 7.5.2)", async () => {
  expect((await desk.get("/devices")).status).toBe(200);
  for (const end of ["others", await phone.handle()]) {
    const answer = await desk.post("/devices", { end });
    expect(answer).toMatchObject({ status: 303, location: "/confirm?next=%2Fdevices&again=yes" });
  }
  expect((await phone.profile()).user).toBe("ada");
});

test("a client that takes no pages gets a 401 that says so", async () => {
  const answer = await desk.post("/devices", { end: "others" }, "application/json");
  expect(answer.status).toBe(401);
  expect(answer.json().error).toContain("Confirm who you are");
});

test("after the password the button works, and nothing of the session is lost (ASVS 7.5.2)", async () => {
  await desk.post("/cart", { item: "ink" });
  const before = { handle: await desk.handle(), cookies: desk.cookies() };
  const form = await desk.get(String((await endPhone()).location));
  expect(form.body).toMatch(/<input id="name" value="ada"[^>]* readonly/);
  expect(form.body).not.toContain(confirmed);
  const answer = await desk.post("/confirm", { password: "lovelace", next: "/devices", again: "yes" });
  expect(answer).toMatchObject({ status: 303, location: "/devices" });
  expect((await desk.get("/devices")).body).toContain(confirmed);
  expect((await phone.profile()).user).toBe("ada");
  await endPhone();
  expect((await phone.get("/profile", { accept: "*/*" })).status).toBe(401);
  expect(await desk.handle()).toBe(before.handle);
  expect(desk.cookies(), "a new token").not.toBe(before.cookies);
  expect((await desk.get("/shop")).body).toContain("Your cart (1)");
});

test("it holds for five minutes", async () => {
  await desk.post("/confirm", { password: "lovelace" });
  later(301 + 299);
  expect(await isConfirmed()).toBe(true);
  later(301 + 302);
  expect(await isConfirmed()).toBe(false);
});

test.each([
  { form: {} },
  { form: { password: "bletchley" } },
  { form: { name: "alan", password: "bletchley" } },
  { form: { "password[]": "lovelace" } },
  { form: { password: "x".repeat(129) } },
  { form: ["lovelace", "lovelace"].map((value) => ["password", value]) },
])("only the password of the user counts, not $form", async ({ form }) => {
  const answer = await desk.post("/confirm", /** @type {import("./client.js").Form} */ (form));
  expect(answer.status).toBe(401);
  expect(answer.body).toContain("The password is wrong.");
  expect(await isConfirmed()).toBe(false);
});

test("the way back does not leave the site", async () => {
  for (const next of ["https://elsewhere.example/", "/.//elsewhere.example", "//elsewhere.example"]) {
    expect((await desk.post("/confirm", { password: "lovelace", next })).location).toBe("/shop");
    const { body } = await desk.get(`/confirm?next=${encodeURIComponent(next)}`);
    expect(body).toContain('name="next" value="/shop"');
  }
});

test("a visitor has nothing to confirm, and is asked to sign in", async () => {
  const visitor = browser(server.url);
  expect((await visitor.get("/confirm")).location).toBe("/sign-in?next=%2Fconfirm");
  expect((await visitor.post("/confirm", { password: "lovelace" })).location).toBe("/sign-in");
});
