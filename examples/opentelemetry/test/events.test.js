// First of all, as with `node --import`.
import { exported, forget } from "./exported.js";
import { once } from "node:events";
import { inspect } from "node:util";
import { SpanStatusCode } from "@opentelemetry/api";
import { expressSession, requireCsrfToken } from "@sess/express";
import express from "express";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { app as example } from "../app.js";
import { answerError } from "../errors.js";
import { sessions } from "../sessions.js";
import { browser } from "./client.js";
import { faults, mend } from "./faulty-store.js";

vi.mock("../sessions.js", async () => {
  const { createSessions } = await import("@sess/core");
  const { faultyStore } = await import("./faulty-store.js");
  const { telemetry } = await import("../telemetry.js");
  return { sessions: createSessions({ store: faultyStore(), onEvent: telemetry() }) };
});

// Everybody is let in, by a name of his own: who has many sessions, or old ones, makes more events.
vi.mock("@sess-example/shared/users.js", () => ({
  authenticate: (/** @type {{ name: string }} */ { name }) => name,
}));

const app = express();
app.use(express.urlencoded());
app.use(expressSession(sessions));
// What the example's pages do not do.
app.post("/save", async (req, res) => {
  await sessions.from(req).save();
  res.end();
});
app.post("/confirm", async (req, res) => {
  await sessions.from(req).login(sessions.from(req).userId ?? "", { level: 2 });
  res.end();
});
app.post("/rotate", async (req, res) => {
  await sessions.from(req).rotate();
  res.end();
});
app.post("/sign-everybody-out", async (_req, res) => {
  await sessions.revokeAll();
  res.end();
});
app.get("/form", async (req, res) => {
  res.send(await sessions.from(req).newCsrfToken());
});
app.post("/form", requireCsrfToken(), (_req, res) => {
  res.end();
});
app.post("/data", (req, res) => {
  Object.assign(sessions.from(req), req.body);
  res.end();
});
app.post("/late", (req, res) => {
  res.write("The head has left.");
  faults.error = new Error("The test pulled the plug.");
  sessions.from(req).note = "too late";
  res.end();
});
app.use(example);
app.use(answerError);

/** @type {string[]} */
const secrets = [];
/** @type {string[]} */
const printed = [];
/** @type {string} */
let url;
/** @type {import("node:http").Server} */
let server;

beforeAll(async () => {
  server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(async () => {
  for (const method of /** @type {const} */ (["debug", "error", "info", "log", "warn"])) {
    vi.spyOn(console, method).mockImplementation((...args) => {
      printed.push(
        args.map((arg) => (typeof arg === "string" ? arg : inspect(arg, { depth: null }))).join(" "),
      );
    });
  }
  await forget();
});
afterEach(() => {
  mend();
  vi.restoreAllMocks();
});

function visitor() {
  const user = browser(url);
  return {
    ...user,
    /** @param {string} path @param {Record<string, string>} [form] @param {Record<string, string>} [headers] */
    async post(path, form, headers) {
      const answer = await user.post(path, form, headers);
      secrets.push(user.cookie().split("=")[1] ?? "");
      return answer;
    },
  };
}

let users = 0;

async function signedIn() {
  const user = visitor();
  const { status } = await user.post("/login", {
    name: `canary-user-${++users}`,
    password: "canary-password",
  });
  expect(status).toBe(302);
  return user;
}

const later = (/** @type {number} */ minutes) => {
  const then = Date.now() + minutes * 60_000;
  vi.spyOn(Date, "now").mockReturnValue(then);
};

/** As ioredis has it: the command comes with its arguments. */
function driverError() {
  const key = [...faults.keys].at(-1);
  const error = new Error(`ERR at SET ${key} canary-argument`);
  return Object.assign(error, {
    code: "ECONNREFUSED",
    command: { name: "set", args: [key, "canary-argument"] },
  });
}

const handle = expect.stringMatching(/^[\w-]{22}$/);

/**
 * An event of SM-22, what it has on metrics and spans, what it has on spans only, and what makes it happen.
 *
 * @type {[string, Record<string, unknown>, Record<string, unknown>, () => Promise<unknown>][]}
 */
const table = [
  ["created", {}, { "sess.id": handle }, () => visitor().post("/save")],
  ["login", { "sess.level": 1 }, { "sess.id": handle }, signedIn],
  [
    "login",
    { "sess.level": 2 },
    { "sess.id": handle, "sess.previousId": handle },
    async () => (await signedIn()).post("/confirm"),
  ],
  ["rotated", {}, { "sess.id": handle }, async () => (await signedIn()).post("/rotate")],
  [
    "ended",
    { "sess.reason": "logout" },
    { "sess.id": handle },
    async () => (await signedIn()).post("/logout"),
  ],
  [
    "user_revoked",
    {},
    { "sess.sessions": expect.any(Number) },
    async () => (await signedIn()).post("/logout-everywhere"),
  ],
  ["all_revoked", {}, {}, () => visitor().post("/sign-everybody-out")],
  [
    "expired",
    { "sess.reason": "idle" },
    { "sess.id": handle },
    async () => {
      const user = await signedIn();
      faults.late = true; // A store that keeps its deadlines has forgotten the session by then.
      later(31);
      await user.get("/");
    },
  ],
  [
    "expired",
    { "sess.reason": "everybody" },
    { "sess.id": handle },
    async () => {
      const user = await signedIn();
      await sessions.revokeAll();
      await user.get("/");
    },
  ],
  [
    "unknown_token",
    {},
    {},
    async () => {
      const user = await signedIn();
      const old = user.cookie();
      await user.post("/logout");
      user.replay(old);
      await user.get("/");
    },
  ],
  [
    "ambiguous_cookie",
    {},
    { "sess.ids": [handle, handle] },
    async () => {
      const [one, other] = [await signedIn(), await signedIn()];
      await visitor().get("/", { Cookie: `${one.cookie()}; ${other.cookie()}` });
    },
  ],
  [
    "cookie_refused",
    { "sess.reason": "malformed" },
    {},
    async () => {
      const [name = ""] = (await signedIn()).cookie().split("=");
      await visitor().get("/", { Cookie: `${name}=canary-cookie` });
    },
  ],
  [
    "cross_origin",
    { "sess.enforced": true },
    {},
    () =>
      visitor().post(
        "/save",
        {},
        { "Sec-Fetch-Site": "canary-site", Origin: "https://canary-origin.example" },
      ),
  ],
  [
    "csrf_refused",
    {},
    { "sess.id": handle },
    async () => {
      const user = await signedIn();
      const { body: token } = await user.get("/form");
      secrets.push(token);
      expect((await user.post("/form", { _csrf: token })).status).toBe(200);
      expect((await user.post("/form", { _csrf: "canary-csrf" })).status).toBe(403);
    },
  ],
  [
    "record_invalid",
    { "sess.detail": "facts" },
    {},
    async () => {
      const user = await signedIn();
      faults.garbled = true;
      await user.get("/");
    },
  ],
  [
    "store_failed",
    { "sess.operation": "read" },
    {},
    async () => {
      const user = await signedIn();
      faults.error = driverError();
      expect((await user.get("/")).status).toBe(503);
    },
  ],
  [
    "save_failed",
    {},
    { "sess.id": handle },
    async () => {
      const user = await signedIn();
      await user.post("/late");
    },
  ],
  [
    "key_refused",
    {},
    { "sess.id": handle, "sess.key": "toString" },
    async () => (await signedIn()).post("/data", { toString: "canary-value", note: "canary-note" }),
  ],
];

describe("over HTTP", () => {
  test.each(table)("%s %j is counted, and is on the request's span", async (type, few, more, provoke) => {
    await provoke();
    mend();
    const { points, spans, text } = await exported();
    expect(points).toContainEqual({ attributes: { "sess.type": type, ...few }, value: expect.any(Number) });
    const found = spans
      .flatMap(({ events }) => events)
      .filter(({ name }) => name === `sess.${type}`)
      .map(({ attributes }) => attributes);
    expect(found).toContainEqual({ "sess.type": type, ...few, ...more });

    // V-32: no secret, and no user, in what leaves the process.
    for (const secret of [...secrets.filter((secret) => secret !== ""), ...faults.keys]) {
      if (secret === "epoch") continue;
      expect(text).not.toContain(secret);
      expect(printed.join("\n")).not.toContain(secret);
    }
    expect(text).not.toContain("canary");
    expect(printed.join("\n")).not.toContain("canary");
  });

  test("each event is counted once", async () => {
    await (await signedIn()).post("/logout");
    const { points } = await exported();
    const counts = points.map(({ attributes, value }) => [attributes["sess.type"], value]);
    expect(counts.sort()).toEqual([
      ["created", 1],
      ["ended", 1],
      ["insecure_transport", 1],
      ["login", 1],
    ]);
  });

  test("a failure is the span's failure: its kind is told, its message is not", async () => {
    const user = await signedIn();
    await forget();
    faults.error = driverError();
    await user.get("/");
    const [span] = (await exported()).spans;
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    const exceptions = span?.events.filter(({ name }) => name === "exception") ?? [];
    expect(exceptions.length).toBeGreaterThan(0);
    for (const { attributes } of exceptions) {
      expect(attributes).toEqual({ "exception.type": "ECONNREFUSED" });
    }
  });

  test("the span of an answer that had left, with 200, tells of the failure as well", async () => {
    const user = await signedIn();
    await forget();
    await user.post("/late");
    const [span] = (await exported()).spans;
    expect(span?.attributes["http.response.status_code"]).toBe(200);
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
  });

  test("metrics have no handle", async () => {
    for (const [, , , provoke] of table) await provoke().finally(mend);
    const { points } = await exported();
    const names = new Set(points.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].sort()).toEqual(
      ["cookie", "detail", "enforced", "level", "operation", "reason", "type"].map((name) => `sess.${name}`),
    );
  });
});
