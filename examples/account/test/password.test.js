import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { browser, start } from "./client.js";

/** @type {Awaited<ReturnType<typeof start>>} */
let server;
/** @type {import("./client.js").Browser} */
let desk;
/** @type {import("./client.js").Browser} */
let phone;
let name = "";
let made = 0;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());
beforeEach(async () => {
  [desk, phone] = [browser(server.url), browser(server.url)];
  name = `owner ${++made}`;
  await desk.post("/sign-up", { name, password: "correct horse" });
  await phone.signIn(name, "correct horse");
});

test("a new password ends all other sessions (ASVS 7.4.3)", async () => {
  await desk.post("/cart", { item: "ink" });
  const before = { handle: await desk.handle(), cookie: desk.cookies() };
  const answer = await desk.post("/password", { current: "correct horse", new: "battery staple" });
  expect(answer).toMatchObject({ status: 303, location: "/devices" });
  expect((await desk.get("/devices")).body).toContain("Your password is changed.");
  expect((await phone.get("/profile", { accept: "*/*" })).status).toBe(401);
  const stolen = await desk.get("/profile", { accept: "*/*", cookie: before.cookie });
  expect(stolen.status, "a copy of this session's old cookie").toBe(401);
  expect(await desk.handle()).toBe(before.handle);
  expect((await desk.get("/shop")).body).toContain("Your cart (1)");
  expect((await browser(server.url).signIn(name, "correct horse")).status).toBe(401);
  expect((await browser(server.url).signIn(name, "battery staple")).status).toBe(303);
});

test.each([
  [{}, "A password has 8 to 128 characters."],
  [{ current: "correct horse", new: "short" }, "A password has 8 to 128 characters."],
  [{ current: "correct horse", "new[]": "battery staple" }, "A password has 8 to 128 characters."],
  [{ current: "wrong horse", new: "battery staple" }, "Your current password is wrong."],
  [{ new: "battery staple" }, "Your current password is wrong."],
])("%j changes nothing", async (form, problem) => {
  const answer = await desk.post("/password", /** @type {import("./client.js").Form} */ (form));
  expect(answer.status).toBe(422);
  expect(answer.body).toContain(problem);
  expect((await phone.profile()).user).toBe(name);
  expect((await browser(server.url).signIn(name, "correct horse")).status).toBe(303);
});

test("is for who is signed in", async () => {
  const visitor = browser(server.url);
  expect((await visitor.get("/password")).location).toBe("/sign-in?next=%2Fpassword");
  expect((await visitor.post("/password", { new: "battery staple" }, "*/*")).status).toBe(401);
});
