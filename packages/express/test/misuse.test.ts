import { expressSession, requireCsrfToken, requireLogin } from "@sess/express";
import { createSessions } from "@sess/core";
import { memoryStore } from "@sess/store-memory";
import { testSessions, visitorAt } from "@sess/test-visitor";
import type { ErrorRequestHandler } from "express";
import { describe, expect, it } from "vitest";
import { jsonErrors } from "./support/handlers.js";
import { start } from "./support/server.js";
import { versions } from "./support/versions.js";

const sessions = createSessions({ store: memoryStore() });
/** As JavaScript takes it: the compiler refuses all of these. */
const loose = { expressSession, requireLogin, requireCsrfToken } as unknown as Record<
  string,
  (value?: unknown) => never
>;

describe.each(versions)("mistakes on %s", (_, express) => {
  it.each([
    ["nothing", undefined, "is missing"],
    ["options of createSessions", { secret: "0123456789abcdef" }, "is an object"],
    ["a module", { sessions }, "is an object"],
  ])("expressSession() that gets %s throws when the app starts", (_what, value, words) => {
    expect(() => express().use(loose["expressSession"]!(value))).toThrow(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringContaining(
          `expressSession(sessions) ${words}; it must be what createSessions({ store }) returned`,
        ) as string,
      }),
    );
  });

  it.each([
    ["expressSession", "expressSession(sessions)"],
    ["requireLogin", "requireLogin()"],
    ["requireCsrfToken", "requireCsrfToken()"],
  ])("%s without brackets answers, and says what to write", async (name, written) => {
    const app = express();
    app.use(loose[name]!);
    app.use(jsonErrors);
    const { status, body } = await visitorAt(await start(app)).ask("/");
    expect([status, JSON.parse(body)]).toEqual([
      500,
      { code: "INVALID_OPTION", message: `Write ${written}, with brackets: it got a request.` },
    ]);
  });

  it("a stranger's 401 is one line for the log", async () => {
    const app = express();
    const stacks: unknown[] = [];
    app.use(expressSession(testSessions().sessions), requireLogin());
    app.use(((error: Error, _req, res, _next) => {
      stacks.push(error.stack);
      res.status(401).end();
    }) satisfies ErrorRequestHandler);
    await visitorAt(await start(app)).ask("/");
    expect(stacks).toEqual(["SessionError: Sign in to see this."]);
  });
});
