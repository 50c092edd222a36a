import { bodyParser } from "@koa/bodyparser";
import { koaSession, requireCsrfToken } from "@sess/koa";
import { testSessions } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { versions } from "./support/versions.js";
import { visiting } from "./support/visitor.js";

describe.each(versions)("on %s", (_, App) => {
  it("forms with a token pass by their field, in the body and nowhere else (X-03, N-10, X-09)", async () => {
    const { sessions } = testSessions();
    const app = new App();
    app.silent = true;
    app
      .use(koaSession(sessions))
      .use(bodyParser())
      .use(requireCsrfToken())
      .use(async (ctx) => {
        ctx.body = ctx.method === "GET" ? await sessions.from(ctx).newCsrfToken() : "done";
      });
    const visitor = await visiting(app);
    const { body: token } = await visitor.ask("/form");
    const outcome = async (path: string, form: Record<string, string>): Promise<number> =>
      (await visitor.ask(path, { form })).status;
    expect(await outcome("/target", { _csrf: token })).toBe(200);
    expect(await outcome("/target", {})).toBe(403);
    expect(await outcome(`/target?_csrf=${token}`, {})).toBe(403);
  });
});
