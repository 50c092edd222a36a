import { openSession, requireCsrfToken, requireLogin, webSession } from "@sess/web";
import { testSessions } from "@sess/test-visitor";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";

/** What the compiler refuses, as who writes JavaScript does it. */
const loosely = (value: unknown): never => value as never;
const invalid = (message: string): Error =>
  expect.objectContaining({
    code: "INVALID_OPTION",
    message: expect.stringContaining(message) as string,
  }) as Error;

describe("without a session manager", () => {
  it.each([
    ["nothing", undefined, "sessions is undefined"],
    ["null", null, "sessions is null"],
    ["the options", { secret: "s3cret" }, "sessions is an object without find(), open()"],
    ["createSessions itself", () => {}, "sessions is a function"],
  ])("%s in its place is refused at once", async (_, value, message) => {
    const error = invalid(`${message}; it must be what createSessions({ store }) returned`);
    expect(() => webSession(loosely(value))).toThrow(error);
    await expect(openSession(loosely(value), new Request("http://app.test/"))).rejects.toThrow(error);
    expect(() => webSession(loosely(value))).not.toThrow("s3cret");
  });
});

describe("Hono, as everybody would write it", () => {
  const heard = async (write: (app: Hono) => void): Promise<unknown> => {
    let error: unknown;
    const app = new Hono().onError((thrown, c) => {
      error = thrown;
      return c.text("", 500);
    });
    write(app);
    app.get("/", (c) => c.text("SECRET"));
    expect((await app.request("/")).status).toBe(500);
    return error;
  };

  it.each<[string, (app: Hono) => void, string]>([
    [
      "app.use(webSession(sessions))",
      (app) => app.use(loosely(webSession(testSessions().sessions))),
      "handler is an object",
    ],
    [
      "app.use(requireLogin())",
      (app) => app.use(loosely(requireLogin())),
      "requireLogin() of @sess/web takes the Request",
    ],
    [
      "app.get(path, requireLogin())",
      (app) => app.get("/", loosely(requireLogin())),
      "requireLogin() of @sess/web takes the Request",
    ],
    [
      "app.use(requireCsrfToken())",
      (app) => app.use(loosely(requireCsrfToken())),
      "requireCsrfToken() of @sess/web takes the Request",
    ],
    [
      "app.get(path, withSession(…))",
      (app) => app.get("/", loosely(webSession(testSessions().sessions)(() => new Response("SECRET")))),
      "webSession(sessions)(handler) takes the Request",
    ],
  ])("%s is a clear error, and names @sess/hono", async (_, write, message) => {
    const error = await heard(write);
    expect(error).toEqual(invalid(message));
    expect(error).toEqual(invalid("@sess/hono"));
  });

  it("a whole app in place of its fetch is refused at once", () => {
    const withSession = webSession(testSessions().sessions);
    expect(() => withSession(loosely(new Hono()))).toThrow(invalid("app.fetch"));
    expect(() => withSession(loosely(undefined))).toThrow(invalid("handler is undefined"));
  });
});
