import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { returnPath } from "../return-path.js";
import { browser, start } from "./client.js";

const outage = vi.hoisted(() => ({ now: false }));

vi.mock("@sess/store-memory", async (importOriginal) => {
  const real = /** @type {typeof import("@sess/store-memory")} */ (await importOriginal());
  return {
    memoryStore: () => {
      const store = real.memoryStore();
      const read = store.read.bind(store);
      // Its memory would answer all the same.
      Reflect.deleteProperty(store, "near");
      store.read = (key) => (outage.now ? Promise.reject(new Error("The test pulled the plug.")) : read(key));
      return store;
    },
  };
});

/** @type {Awaited<ReturnType<typeof start>>} */
let server;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());

const open = () => browser(server.url);
let made = 0;
const account = () => ({ name: `visitor ${++made}`, password: "correct horse" });

describe("signing in", () => {
  test("a demo account is greeted by name", async () => {
    const visitor = open();
    const answer = await visitor.signIn("ada", "lovelace");
    expect(answer).toMatchObject({ status: 303, location: "/shop" });
    expect((await visitor.get("/")).body).toContain('Welcome, <span class="name">ada</span>');
  });

  test("its name may be written in capitals, its password may not", async () => {
    expect((await open().signIn(" ADA ", "lovelace")).status).toBe(303);
    expect((await open().signIn("ada", "LOVELACE")).status).toBe(401);
  });

  test("a wrong password and an unknown name get the same answer, and nobody in", async () => {
    const visitor = open();
    const wrongPassword = await visitor.signIn("ada", "charlotte");
    const unknownName = await visitor.signIn("eve", "charlotte");
    expect(wrongPassword.status).toBe(401);
    expect(wrongPassword.body).toContain("Name or password is wrong.");
    expect(unknownName.status).toBe(401);
    expect(unknownName.body.replaceAll("eve", "ada")).toBe(wrongPassword.body);
    expect((await visitor.get("/profile", { accept: "*/*" })).status).toBe(401);
  });

  test.each([
    {},
    { name: "ada" },
    { "name[x]": "ada", password: "lovelace" },
    { name: "ada", password: "x".repeat(5000) },
  ])("an odd form is a wrong password, not a crash: %o", async (form) => {
    expect((await open().post("/sign-in", /** @type {Record<string, string>} */ (form))).status).toBe(401);
  });

  test("the cookie and the handle are new, and the old cookie leads nowhere", async () => {
    const visitor = open();
    await visitor.get("/shop");
    const anonymous = visitor.cookies();
    expect(anonymous).not.toBe("");
    await visitor.signIn("ada", "lovelace");
    expect(visitor.cookies()).not.toBe(anonymous);
    const replayed = await visitor.get("/profile", { accept: "application/json", cookie: anonymous });
    expect(replayed.status).toBe(401);
  });

  test("again as somebody else, nothing of the first is left", async () => {
    const visitor = open();
    await visitor.signIn("ada", "lovelace");
    await visitor.post("/cart", { item: "ink" });
    const first = await visitor.profile();
    await visitor.signIn("alan", "bletchley");
    const second = await visitor.profile();
    expect(second.user).toBe("alan");
    expect(second.session.id).not.toBe(first.session.id);
    expect((await visitor.get("/shop")).body).toContain("Your cart (0)");
  });
});

describe("signing up", () => {
  test("signs in, and the account is there afterwards", async () => {
    const { name, password } = account();
    const visitor = open();
    const answer = await visitor.post("/sign-up", { name, password, next: "/profile" });
    expect(answer).toMatchObject({ status: 303, location: "/profile" });
    expect((await visitor.profile()).user).toBe(name);
    expect((await open().signIn(name, password)).status).toBe(303);
  });

  test.each([
    [{ name: "Ada", password: "correct horse" }, "This name is taken."],
    [{ name: " x ", password: "correct horse" }, "A name has 2 to 40 characters."],
    [{ name: "x".repeat(41), password: "correct horse" }, "A name has 2 to 40 characters."],
    [{ name: "grace", password: "short" }, "A password has 8 to 128 characters."],
    [{ name: "grace", password: "x".repeat(129) }, "A password has 8 to 128 characters."],
  ])("is refused: %o", async (form, problem) => {
    const visitor = open();
    const answer = await visitor.post("/sign-up", form);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(problem);
    expect((await visitor.get("/profile", { accept: "*/*" })).status).toBe(401);
  });

  test("twice at once with one name makes one account", async () => {
    const { name } = account();
    const answers = await Promise.all(
      ["first password", "second password"].map((password) => open().post("/sign-up", { name, password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  });

  test("a hostile name is shown as text", async () => {
    const name = `<script>"${++made}'</script>`;
    const shown = `&lt;script&gt;&quot;${made}&#39;&lt;/script&gt;`;
    const refused = await open().post("/sign-up", { name, password: "short" });
    expect(refused.body).toContain(`value="${shown}"`);
    expect(refused.body).not.toContain(name);

    const visitor = open();
    await visitor.post("/sign-up", { name, password: "correct horse" });
    for (const path of ["/", "/profile"]) {
      const { body } = await visitor.get(path);
      expect(body).toContain(shown);
      expect(body).not.toContain(name);
    }
  });
});

describe("the cart", () => {
  test("is kept at login", async () => {
    const visitor = open();
    await visitor.get("/shop");
    for (const item of ["ink", "ink", "pencil"]) await visitor.post("/cart", { item });
    await visitor.signIn("ada", "lovelace");
    const { body } = await visitor.get("/shop");
    expect(body).toContain("Your cart (3)");
    expect(body).toContain("Sign out");
  });

  test("counts 20 clicks at once, on different items and on the same", async () => {
    const visitor = open();
    await visitor.get("/shop");
    const items = ["notebook", "pencil", "ink", "envelopes"];
    const clicks = Array.from({ length: 20 }, (_, i) => ({ item: items[i % 4] ?? "" }));
    const answers = await Promise.all(
      clicks.map((click) => visitor.post("/cart", click, "application/json")),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const counts = answers.map((answer) => answer.json().count).sort((a, b) => a - b);
    expect(counts).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect((await visitor.get("/shop")).body).toContain("Your cart (20)");
  });

  test("goes back to the shop where no script asks", async () => {
    expect(await open().post("/cart", { item: "ink" })).toMatchObject({ status: 303, location: "/shop#ink" });
  });

  test("can be emptied", async () => {
    const visitor = open();
    await visitor.post("/cart", { item: "ink" });
    await visitor.post("/cart/empty");
    expect((await visitor.get("/shop")).body).toContain("Nothing in it yet.");
  });

  test.each(["", "yacht", "__proto__", "constructor"])("takes no %o", async (item) => {
    expect((await open().post("/cart", { item })).status).toBe(400);
  });
});

describe("the profile", () => {
  test.each(["application/json", "*/*"])("asks %s for a login with a 401", async (accept) => {
    const answer = await open().get("/profile", { accept });
    expect(answer.status).toBe(401);
    expect(answer.json()).toEqual({ error: "Sign in to see this." });
  });

  test("sends a browser to the sign-in page, and back", async () => {
    const visitor = open();
    const turnedAway = await visitor.get("/profile?tab=1");
    expect(turnedAway).toMatchObject({ status: 303, location: "/sign-in?next=%2Fprofile%3Ftab%3D1" });
    const form = await visitor.get(String(turnedAway.location));
    expect(form.body).toContain('name="next" value="/profile?tab=1"');
    const answer = await visitor.signIn("ada", "lovelace", "/profile?tab=1");
    expect(answer.location).toBe("/profile?tab=1");
  });

  test("says who it is, and about which session", async () => {
    const visitor = open();
    await visitor.signIn("ada", "lovelace");
    const { user, session } = await visitor.profile();
    expect(user).toBe("ada");
    expect(visitor.cookies()).not.toContain(session.id);
    expect(Date.parse(session.expiresAt)).toBeGreaterThan(Date.parse(session.createdAt));
    const { body, headers } = await visitor.get("/profile");
    expect(headers.get("cache-control")).toBe("no-store");
    for (const shown of ["ada", session.id, session.createdAt, session.authenticatedAt])
      expect(body).toContain(shown);
  });
});

describe("signing out", () => {
  test("closes the profile, and the old cookie stays worthless", async () => {
    const visitor = open();
    await visitor.signIn("ada", "lovelace");
    const stolen = visitor.cookies();
    expect((await visitor.get("/profile", { accept: "*/*" })).status).toBe(200);
    expect(await visitor.post("/sign-out")).toMatchObject({ status: 303, location: "/" });
    expect(visitor.cookies()).toBe("");
    expect((await visitor.get("/profile", { accept: "*/*" })).status).toBe(401);
    expect((await visitor.get("/profile", { accept: "*/*", cookie: stolen })).status).toBe(401);
  });

  test("takes a POST", async () => {
    const visitor = open();
    await visitor.signIn("ada", "lovelace");
    expect((await visitor.get("/sign-out")).status).toBe(404);
    expect((await visitor.profile()).user).toBe("ada");
  });
});

describe("the way back after signing in", () => {
  test.each(["/", "/profile", "/profile?a=b&c=d", "/shop"])("leads to %s", (path) => {
    expect(returnPath(path)).toBe(path);
  });

  const hostile = [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "\n//elsewhere.example",
    "/.//elsewhere.example",
    "/a/..//elsewhere.example",
    "/%2e//elsewhere.example",
    "http:elsewhere.example",
    "http:\\\\elsewhere.example",
    "http://here.invalid@elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "blob:http://here.invalid/a",
    "//",
    "http://",
  ];

  test.each(hostile)("does not leave the site: %j", async (next) => {
    const { body } = await open().get(`/sign-in?next=${encodeURIComponent(next)}`);
    const [, shown = ""] = /name="next" value="([^"]*)"/.exec(body) ?? [];
    for (const path of [shown, returnPath(next)]) expect(new URL(path, server.url).origin).toBe(server.url);
  });

  test("does not leave the site when the form is forged", async () => {
    for (const next of ["https://elsewhere.example/", "/.//elsewhere.example"]) {
      expect((await open().signIn("ada", "lovelace", next)).location).toBe("/shop");
      expect((await open().post("/sign-up", { ...account(), next })).location).toBe("/shop");
    }
  });

  test("is the shop where the link says nothing, or too much", () => {
    expect([undefined, ["/a", "/b"], {}].map(returnPath)).toEqual(["/shop", "/shop", "/shop"]);
  });
});

describe("every page", () => {
  test("allows no foreign script and no inline script", async () => {
    const policy = (await open().get("/")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
  });

  test("that is not there is a 404", async () => {
    expect((await open().get("/nothing")).body).toContain("<h1>Not found</h1>");
    const answer = await open().get("/nothing", { accept: "*/*" });
    expect(answer).toMatchObject({ status: 404, body: '{"error":"Not found"}' });
    expect((await open().get("/nothing", { accept: "image/png" })).status).toBe(404);
  });

  test("starts no session by being looked at, but for the shop", async () => {
    const visitor = open();
    for (const path of ["/", "/sign-in", "/sign-up", "/profile", "/nothing", "/style.css"])
      await visitor.get(path);
    expect(visitor.cookies()).toBe("");
  });

  test("is a 503 while the store cannot be reached, and the user is still signed in afterwards", async () => {
    const visitor = open();
    await visitor.signIn("ada", "lovelace");
    const log = vi.spyOn(console, "error").mockReturnValue();
    const warnings = vi.spyOn(console, "warn").mockReturnValue();
    outage.now = true;
    const page = await visitor.get("/profile");
    const json = await visitor.get("/profile", { accept: "*/*" });
    outage.now = false;
    // One line for each request, and no stack: while a store is down there are many.
    expect(log.mock.calls.map(([line]) => line)).toEqual(
      Array(2).fill(expect.stringMatching(/^503 STORE_UNAVAILABLE: .+$/)),
    );
    for (const spy of [log, warnings]) spy.mockRestore();
    expect(page.status).toBe(503);
    expect(page.body).toContain("Back in a moment");
    expect(json).toMatchObject({ status: 503, body: '{"error":"Service Unavailable"}' });
    expect(page.headers.getSetCookie()).toEqual([]);
    expect((await visitor.profile()).user).toBe("ada");
  });
});
