import { expressSession, requireCsrfToken } from "@sess/express";
import { testSessions, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { handler, jsonErrors } from "./support/handlers.js";
import { start } from "./support/server.js";
import { versions } from "./support/versions.js";

describe.each(versions)("forms with a token on %s (X-03, N-10)", (_, express) => {
  it("pass by their field, in the body and nowhere else (X-09)", async () => {
    const { sessions } = testSessions();
    const app = express();
    app.use(expressSession(sessions), express.urlencoded({ extended: true }), express.json());
    app.get(
      "/form",
      handler(async (req, res) => res.send(await sessions.from(req).newCsrfToken())),
    );
    app.use(requireCsrfToken());
    app.post("/target", (_req, res) => void res.send("done"));
    app.use(jsonErrors);
    const visitor = visitorAt(await start(app));
    const { body: token } = await visitor.ask("/form");
    const outcome = async (path: string, form: Record<string, string>): Promise<number> =>
      (await visitor.ask(path, { form })).status;
    expect(await outcome("/target", { _csrf: token })).toBe(200);
    expect(await outcome("/target", {})).toBe(403);
    expect(await outcome("/target", { csrf: token })).toBe(403);
    expect(await outcome("/target", { "_csrf[]": token })).toBe(403);
    expect(await outcome("/target", { "__proto__[_csrf]": token })).toBe(403);
    expect(await outcome(`/target?_csrf=${token}`, {})).toBe(403);
    visitor.cookies.set("_csrf", token);
    expect(await outcome("/target", {})).toBe(403);
  });

  it("of two managers, each asks for its own, by the field that it is told", async () => {
    const shop = testSessions({ cookie: { name: "shop" } });
    const staff = testSessions({ cookie: { name: "staff" } });
    const app = express();
    app.use(expressSession(staff.sessions), expressSession(shop.sessions));
    app.use(express.urlencoded({ extended: false }));
    for (const { sessions } of [shop, staff])
      app.get(
        sessions === shop.sessions ? "/shop" : "/staff",
        handler(async (req, res) => res.send(await sessions.from(req).newCsrfToken())),
      );
    app.post(
      "/hire",
      requireCsrfToken({ sessions: staff.sessions, field: "token" }),
      (_req, res) => void res.send("hired"),
    );
    app.use(jsonErrors);
    const visitor = visitorAt(await start(app));
    const [shopToken, staffToken] = [(await visitor.ask("/shop")).body, (await visitor.ask("/staff")).body];
    expect((await visitor.ask("/hire", { form: { token: shopToken } })).status).toBe(403);
    expect((await visitor.ask("/hire", { form: { _csrf: staffToken } })).status).toBe(403);
    expect((await visitor.ask("/hire", { form: { token: staffToken } })).status).toBe(200);
  });

  it("ahead of the session they fail loudly; wrong options throw where they are written", async () => {
    const app = express();
    app.use(requireCsrfToken()).use(jsonErrors);
    const visitor = visitorAt(await start(app));
    expect(await visitor.json("/", { form: {} })).toMatchObject({ code: "NOT_INSTALLED" });
    for (const options of [{ field: "" }, { field: 7 }, { sessions: {} }, { name: "x" }])
      expect(() => requireCsrfToken(options as never)).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
  });
});
