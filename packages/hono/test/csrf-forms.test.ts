import { honoSession, requireCsrfToken } from "@sess/hono";
import { visiting } from "@sess/test-fetch";
import { testSessions } from "@sess/test-visitor";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";

function formApp(options?: Parameters<typeof requireCsrfToken>[0]) {
  const { sessions } = testSessions();
  const app = new Hono().use(honoSession(sessions));
  app.get("/form", async (c) => c.text(await c.get("session").newCsrfToken()));
  app.post("/form", requireCsrfToken(options), async (c) => c.json(await c.req.parseBody()));
  app.post("/raw", requireCsrfToken(options), async (c) => c.text(await c.req.raw.text()));
  return { app, visitor: visiting((request) => app.fetch(request)) };
}

describe("requireCsrfToken", () => {
  it("takes the token from the form, which the handler reads again (X-03, N-10)", async () => {
    const { visitor } = formApp();
    const { body: _csrf } = await visitor.ask("/form");
    const sent = await visitor.ask("/form", { form: { _csrf, street: "Elm" } });
    expect(JSON.parse(sent.body)).toEqual({ _csrf, street: "Elm" });
    expect((await visitor.ask("/form", { form: { street: "Elm" } })).status).toBe(403);
    expect((await visitor.ask("/form", { form: { _csrf: "x" } })).status).toBe(403);
  });

  it("takes none from the query (X-09)", async () => {
    const { visitor } = formApp();
    const { body: token } = await visitor.ask("/form");
    expect((await visitor.ask(`/form?_csrf=${token}`, { form: {} })).status).toBe(403);
  });

  it("from a form in parts, and from a field of another name", async () => {
    const { app, visitor } = formApp({ field: "token" });
    const { body: token } = await visitor.ask("/form");
    const asked = async (field: string): Promise<number> => {
      const body = new FormData();
      body.set(field, token);
      const headers = { cookie: visitor.cookie, "sec-fetch-site": "same-origin" };
      return (await app.request("/form", { method: "POST", headers, body })).status;
    };
    expect([await asked("token"), await asked("_csrf")]).toEqual([200, 403]);
  });

  it("with the header it leaves the body to the handler, whatever that is", async () => {
    const { app, visitor } = formApp();
    const { body: token } = await visitor.ask("/form");
    const headers = { cookie: visitor.cookie, "sec-fetch-site": "same-origin", "x-csrf-token": token };
    const sent = await app.request("/raw", { method: "POST", headers, body: new URLSearchParams("a=1") });
    expect(await sent.text()).toBe("a=1");
  });

  it.each([
    ["parts without an end", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; na"],
    ["parts without a boundary", "multipart/form-data", "--x--"],
    [
      "a file in the token's place",
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="_csrf"; filename="a"\r\n\r\na\r\n--x--\r\n',
    ],
    ["JSON that is none", "application/json", "{"],
    ["a name of every object's", "application/x-www-form-urlencoded", "__proto__=a&constructor=b"],
  ])("%s is a 403, and no 500", async (_, type, body) => {
    const { app } = formApp();
    const headers = { "content-type": type, "sec-fetch-site": "same-origin" };
    expect((await app.request("/form", { method: "POST", headers, body })).status).toBe(403);
  });

  it("refuses a wrong option at once", () => {
    expect(() => requireCsrfToken({ field: "" })).toThrow("requireCsrfToken field");
  });
});
