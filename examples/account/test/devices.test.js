import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { browser, start } from "./client.js";
import { later } from "./later.js";
import { firefox, safari } from "./user-agents.js";

/** @type {Awaited<ReturnType<typeof start>>} */
let server;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

/** Each test has a user of its own. */
let name = "";
let made = 0;
const password = "correct horse";

/** @param {string} [userAgent] */
async function firstDevice(userAgent) {
  const visitor = browser(server.url, userAgent);
  name = `owner ${++made}`;
  await visitor.post("/sign-up", { name, password });
  return visitor;
}

/** @param {string} [userAgent] */
async function anotherDevice(userAgent) {
  const visitor = browser(server.url, userAgent);
  await visitor.signIn(name, password);
  return visitor;
}

/** What the page offers to sign out, and how it calls it. @param {import("./client.js").Browser} visitor */
async function othersAt(visitor) {
  const { body } = await visitor.get("/devices");
  const buttons = /name="end"\s+value="([\w-]{22})"\s+aria-label="Sign out of ([^"]*)"/g;
  return [...body.matchAll(buttons)].map(([, id, label]) => ({ id, label }));
}

test("the page shows every device of the user, and marks this one (ASVS 7.5.2)", async () => {
  const desk = await firstDevice(firefox);
  const phone = await anotherDevice(safari);
  expect(await othersAt(desk)).toEqual([{ id: await phone.handle(), label: "Safari on iOS" }]);
  const { body, headers } = await desk.get("/devices");
  expect(body).toMatch(/Firefox on Linux<\/strong>\s*<span class="badge">This device/);
  expect(body.match(/This device/g)).toHaveLength(1);
  expect(headers.get("cache-control")).toBe("no-store");
});

test("it tells when each signed in and was last seen", async () => {
  const desk = await firstDevice();
  await anotherDevice();
  later(3 * 60);
  const { body } = await desk.get("/devices");
  expect(body.replace(/<[^>]*>/g, "")).toContain("Signed in 3 minutes ago. Last seen 3 minutes ago.");
});

test("one device can be signed out: its next request finds nobody signed in, the rest stay (ASVS 7.5.2)", async () => {
  const desk = await firstDevice(firefox);
  const [phone, tablet] = [await anotherDevice(safari), await anotherDevice()];
  const end = await phone.handle();
  expect(await desk.post("/devices", { end })).toMatchObject({ status: 303, location: "/devices" });
  expect((await desk.get("/devices")).body).toContain("Signed out of Safari on iOS.");
  expect((await desk.get("/devices")).body, "a message is shown once").not.toContain("Signed out of");
  expect((await phone.get("/profile", { accept: "*/*" })).status).toBe(401);
  expect((await phone.get("/devices")).location).toBe("/sign-in?next=%2Fdevices");
  for (const device of [desk, tablet]) expect((await device.profile()).user).toBe(name);
});

test("all others can be signed out at once, and this one stays (ASVS 7.5.2)", async () => {
  const desk = await firstDevice();
  const others = [await anotherDevice(), await anotherDevice()];
  await desk.post("/devices", { end: "others" });
  for (const device of others) expect((await device.get("/profile", { accept: "*/*" })).status).toBe(401);
  const { body } = await desk.get("/devices");
  expect(body).toContain("Signed out of 2 other devices.");
  expect(body).not.toContain('value="others"');
  expect(await desk.handle()).toBeDefined();
});

test("a session of somebody else cannot be ended, and does not show", async () => {
  const victim = await firstDevice();
  const end = await victim.handle();
  const attacker = await firstDevice();
  await attacker.post("/devices", { end });
  expect((await attacker.get("/devices")).body).toContain("That device is not signed in any more.");
  expect(await othersAt(attacker)).toEqual([]);
  expect(await victim.handle()).toBe(end);
});

test.each([
  { form: {} },
  { form: { end: "" } },
  { form: { end: "no handle" } },
  { form: { end: "x".repeat(200) } },
  { form: { end: "__proto__" } },
  { form: { "end[]": "others" } },
  { form: ["others", "others"].map((value) => ["end", value]) },
])("an odd form ends nothing, and is no crash: $form", async ({ form }) => {
  const desk = await firstDevice();
  const phone = await anotherDevice();
  expect((await desk.post("/devices", /** @type {import("./client.js").Form} */ (form))).status).toBe(303);
  expect((await phone.profile()).user).toBe(name);
});

test("who ends this very session is asked to sign in", async () => {
  const desk = await firstDevice();
  const end = await desk.handle();
  expect(await desk.post("/devices", { end })).toMatchObject({ status: 303, location: "/sign-in" });
  expect(await desk.handle()).toBeUndefined();
});

test("visitors see no devices, and end none", async () => {
  const visitor = browser(server.url);
  expect((await visitor.get("/devices", { accept: "*/*" })).status).toBe(401);
  expect((await visitor.post("/devices", { end: "others" }, "*/*")).status).toBe(401);
});

test.each([
  ["curl/8.5", "Unknown device"],
  ['<script>"x"</script>/1.0 (evil) ', "&lt;script&gt;&quot;x&quot;&lt;/script&gt;"],
])("a browser that calls itself %j is shown as text", async (userAgent, shown) => {
  await firstDevice(userAgent);
  const { body } = await (await anotherDevice()).get("/devices");
  expect(body).toContain(shown);
  expect(body).not.toContain("<script>");
});
