import { checkSessions, createSessions, csrfCheck, loginCheck, type SessionOptions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { World } from "./support/browser.js";
import { MapStore } from "./support/map-store.js";

/** What a mistake is answered with: the error's message, which has to say what to write instead. */
function messageOf(mistake: () => unknown): string {
  try {
    mistake();
  } catch (error) {
    expect(error).toMatchObject({ name: "SessionError", code: "INVALID_OPTION", status: 500 });
    return (error as Error).message;
  }
  throw new Error("it was taken");
}

const messageFor = (options: unknown): string => messageOf(() => createSessions(options as SessionOptions));
const store = new MapStore();

describe("createSessions says what to write instead", () => {
  it.each<[unknown, string]>([
    [undefined, "createSessions(options) is missing; it must be an object."],
    [{ store: () => store }, "store is a function; it must be an object: memoryStore(), with brackets."],
    [{ store, preset: "HIGH" }, 'preset is "HIGH"; it must be one of "standard", "high", "consumer".'],
    [
      { store, cookie: { sameSite: "Lax" } },
      'cookie.sameSite is "Lax"; it must be one of "lax", "strict", "none".',
    ],
    [{ store, overLimit: 'a"\n' }, 'overLimit is "a\\"\\u000a"; it must be one of "evict", "refuse".'],
    [{ store, preset: ["high"] }, 'preset is an array; it must be one of "standard", "high", "consumer".'],
    [
      { store, idleSeconds: 86_400 },
      'idleSeconds is the number 86400; it must be a whole number from 1 to 28800, the absoluteSeconds of preset "standard": raise that, too.',
    ],
    [
      { store, idleSeconds: 61, absoluteSeconds: 60 },
      "idleSeconds is the number 61; it must be a whole number from 1 to 60, the absoluteSeconds: raise that, too.",
    ],
  ])("%j", (options, message) => {
    expect(messageFor(options)).toBe(message);
  });

  it.each<[string, object, string]>([
    ["secret", { secret: "0123456789abcdef" }, "(secret: not needed, see keys.)"],
    ["maxAge", { maxAge: 60 }, "(maxAge: see idleSeconds and preset.)"],
    ["cookie.maxAge", { cookie: { maxAge: 60 } }, "(maxAge: see idleSeconds and preset.)"],
    ["cookie.secure", { cookie: { secure: true } }, "(secure: always on over TLS.)"],
    ["cookie.httpOnly", { cookie: { httpOnly: true } }, "(httpOnly: always on.)"],
  ])("%s is no option here, and what took its place is named", (_, options, advice) => {
    const message = messageFor({ store, ...options });
    expect(message.endsWith(` ${advice}`)).toBe(true);
    expect(message).not.toContain("0123456789abcdef");
  });

  it.each(["ttl", "toString", "__proto__"])("of %s it knows no more than that it is none", (name) => {
    const options = Object.defineProperty({ store }, name, { value: 1, enumerable: true });
    expect(messageFor(options)).toMatch(/clock\.$/);
  });
});

describe("requireLogin and requireCsrfToken", () => {
  it("name every option that they have", () => {
    const wrong = { frsh: true };
    expect(messageOf(() => loginCheck(wrong as object))).toBe(
      'requireLogin has no option "frsh"; it has sessions, fresh, maxAgeSeconds, level.',
    );
  });

  it("the verb says that only the middleware can be fresh", async () => {
    const { session } = await new World().browser().begin();
    expect(messageOf(() => session.requireLogin({ fresh: true } as object))).toBe(
      'session.requireLogin has no option "fresh"; it has maxAgeSeconds, level. (fresh: for the middleware; await session.reload() here.)',
    );
  });

  it.each<[string, object]>([
    ["Node's or Express' request", { headers: {}, method: "GET" }],
    ["a Fetch request", new Request("http://localhost")],
    [
      "Fastify's request",
      new (class {
        get headers(): object {
          return {};
        }
      })(),
    ],
    ["a context", { req: {}, res: {} }],
  ])("without their brackets get %s, and say so", (_, request) => {
    expect(messageOf(() => loginCheck(request))).toBe(
      "Write requireLogin(), with brackets: it got a request.",
    );
    expect(messageOf(() => csrfCheck(request))).toBe(
      "Write requireCsrfToken(), with brackets: it got a request.",
    );
    expect(messageOf(() => checkSessions("expressSession(sessions)", request))).toBe(
      "Write expressSession(sessions), with brackets: it got a request.",
    );
  });
});

describe("checkSessions", () => {
  const rule = "it must be what createSessions({ store }) returned (const { sessions } = require(…)).";

  it.each<[unknown, string]>([
    [undefined, `expressSession(sessions) is missing; ${rule}`],
    [null, `expressSession(sessions) is null; ${rule}`],
    [{ secret: "0123456789abcdef" }, `expressSession(sessions) is an object; ${rule}`],
    [{ store }, `expressSession(sessions) is an object; ${rule}`],
    [{ find: () => undefined }, `expressSession(sessions) is an object; ${rule}`],
    [{ open: () => undefined }, `expressSession(sessions) is an object; ${rule}`],
    [() => undefined, `expressSession(sessions) is a function; ${rule}`],
    ["redis://secret", `expressSession(sessions) is a string; ${rule}`],
    [{ sessions: createSessions({ store }) }, `expressSession(sessions) is an object; ${rule}`],
  ])("refuses %j", (value, message) => {
    expect(messageOf(() => checkSessions("expressSession(sessions)", value))).toBe(message);
  });

  it("takes a manager, and whatever has its shape: another copy of the package may have made it", () => {
    const sessions = createSessions({ store });
    const like = { open: () => sessions, find: () => undefined };
    for (const good of [sessions, like]) expect(() => checkSessions("x", good)).not.toThrow();
  });
});

describe("what a request is refused with", () => {
  it("NOT_INSTALLED names each framework's line, another manager and a wrong argument", () => {
    const world = new World();
    const { message } = errorFrom(() => world.sessions.from({}));
    for (const line of [
      "app.use(expressSession(sessions))",
      "await app.register(fastifySession, { sessions })",
      "app.use(koaSession(sessions))",
      "webSession(sessions)(handler)",
      "another manager",
      "ctx",
      "c.req.raw",
    ])
      expect(message).toContain(line);
  });

  it("CSRF_TOKEN fits an API as well as a form", async () => {
    const { session } = await new World().browser().begin();
    await session.save();
    const missing = await session.requireCsrfToken(undefined).catch((error: Error) => error.message);
    const wrong = await session.requireCsrfToken("x").catch((error: Error) => error.message);
    expect(missing).toBe(
      "The request came without a CSRF token: send the one of session.newCsrfToken() in the header X-CSRF-Token, or in the form's field _csrf.",
    );
    expect(wrong).toBe(
      "The CSRF token is not of this session: it is from before a login or logout. Load the page again, or ask for a new one.",
    );
  });
});

function errorFrom(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not throw");
}
