import { koaSession, requireCsrfToken, requireLogin } from "@sess/koa";
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { describe, expect, it } from "vitest";
import { versions } from "./support/versions.js";
import { visiting } from "./support/visitor.js";

const sessions = createSessions({ store: memoryStore() });
/** As JavaScript takes it: the compiler refuses all of these. */
const loose = { koaSession, requireLogin, requireCsrfToken } as unknown as Record<
  string,
  (...given: unknown[]) => never
>;

describe.each(versions)("mistakes on %s", (_, Koa) => {
  it.each([
    ["nothing", [], "is missing"],
    ["options and the app", [{ key: "sid" }, new Koa()], "is an object"],
    ["a module", [{ sessions }], "is an object"],
  ])("koaSession() that gets %s throws when the app starts", (_what, given, words) => {
    expect(() => new Koa().use(loose["koaSession"]!(...given))).toThrow(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringContaining(
          `koaSession(sessions) ${words}; it must be what createSessions({ store }) returned`,
        ) as string,
      }),
    );
  });

  it.each([
    ["koaSession", "koaSession(sessions)"],
    ["requireLogin", "requireLogin()"],
    ["requireCsrfToken", "requireCsrfToken()"],
  ])("%s without brackets is a 500, and the app's error event says what to write", async (name, written) => {
    const app = new Koa();
    app.silent = true;
    app.use(loose[name]!);
    const errors: unknown[] = [];
    app.on("error", ({ code, message }: { code: string; message: string }) => errors.push([code, message]));
    expect((await (await visiting(app)).ask("/")).status).toBe(500);
    expect(errors).toEqual([["INVALID_OPTION", `Write ${written}, with brackets: it got a request.`]]);
  });
});
