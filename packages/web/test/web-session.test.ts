import { countingStore } from "@sess/conformance";
import { memoryStore } from "@sess/store-memory";
import { openSession, webSession } from "@sess/web";
import { type TestSessions, testSessions } from "@sess/test-visitor";
import { describe, expect, it, vi } from "vitest";
import { visiting } from "@sess/test-fetch";

const foreign = { method: "POST", headers: { "sec-fetch-site": "cross-site" } } as const;

/** A handler that counts visits, and at other paths does what a test says. */
function counting({ sessions }: TestSessions, other?: (request: Request) => Promise<Response>) {
  return (request: Request): Promise<Response> | Response => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/" && other) return other(request);
    const session = sessions.from(request);
    session.visits = (session.visits ?? 0) + 1;
    return Response.json(session.visits);
  };
}

describe("the wrapper", () => {
  it("passes on what the platform passes, and returns what the handler does", async () => {
    const { sessions } = testSessions();
    const withSession = webSession(sessions);
    const worker = withSession((request, env: { NAME: string }, ctx: { id: number }) =>
      Response.json([new URL(request.url).pathname, env.NAME, ctx.id, sessions.from(request).isNew]),
    );
    const answer = await worker(new Request("http://app.test/a"), { NAME: "x" }, { id: 7 });
    expect(await answer.json()).toEqual(["/a", "x", 7, true]);
  });

  it("takes no answer for one: Bun's, where the socket has become a WebSocket's", async () => {
    const { sessions } = testSessions();
    const fetch = webSession(sessions)((_request): Response | undefined => undefined);
    expect(await fetch(new Request("http://app.test/"))).toBeUndefined();
  });

  it("takes what is no Response for none, and leaves it to the platform: a login before it is told of", async () => {
    const { sessions, events } = testSessions();
    // A server that upgrades a request may say so by `true`, whatever the types say.
    const upgraded = true as unknown as undefined;
    const fetch = webSession(sessions)(async (request): Promise<Response | undefined> => {
      await sessions.from(request).login("alice");
      return upgraded;
    });
    expect(await fetch(new Request("http://app.test/"))).toBe(true);
    expect(events).toEqual(["created", "login", "cookie_unsent"]);
  });

  it("used twice: one session, one read, one cookie", async () => {
    const store = countingStore(memoryStore());
    const made = testSessions({ store });
    const withSession = webSession(made.sessions);
    const alice = visiting(withSession(withSession(counting(made))));
    expect((await alice.ask("/")).setCookies).toHaveLength(1);
    expect((await alice.ask("/")).body).toBe("2");
    expect(store.calls).toEqual({ create: 1, read: 1, patch: 1, delete: 0 });
  });

  it("around a handler that opens the session by hand: the outer one commits", async () => {
    const { sessions } = testSessions();
    const handler = webSession(sessions)(async (request) => {
      const { session, commit, finish } = await openSession(sessions, request);
      session.visits = (session.visits ?? 0) + 1;
      const response = Response.json(session.visits);
      expect(await commit(response)).toBe(response);
      await finish();
      return response;
    });
    const alice = visiting(handler);
    expect((await alice.ask("/")).setCookies).toHaveLength(1);
    expect((await alice.ask("/")).body).toBe("2");
  });

  it("inside a session that is still being opened: the handler runs when it is there, and not at all when it is refused", async () => {
    const { sessions, store } = testSessions();
    const login = webSession(sessions)(async (request) => {
      await sessions.from(request).login("alice");
      return new Response();
    });
    const alice = visiting(login);
    await alice.ask("/");
    const gate = store.pauseNext("read");
    const request = new Request("http://app.test/", { headers: { cookie: alice.cookie } });
    const opening = openSession(sessions, request);
    const inner = webSession(sessions)((asked) => new Response(sessions.from(asked).userId));
    const answer = inner(request);
    await gate.reached;
    gate.release();
    await opening;
    expect(await (await answer).text()).toBe("alice");
    const evil = new Request("http://app.test/", foreign);
    await expect(openSession(sessions, evil)).rejects.toMatchObject({ code: "CROSS_ORIGIN" });
    expect((await inner(evil)).status).toBe(403);
  });

  it("with two managers: two cookies", async () => {
    const [shop, staff] = [
      testSessions({ cookie: { name: "shop" } }),
      testSessions({ cookie: { name: "staff" } }),
    ];
    const handler = webSession(shop.sessions)(
      webSession(staff.sessions)((request) => {
        shop.sessions.from(request).visits = 1;
        staff.sessions.from(request).visits = 2;
        return new Response();
      }),
    );
    const alice = visiting(handler);
    expect((await alice.ask("/")).setCookies.map((line) => line.split("=")[0])).toEqual(["staff", "shop"]);
  });
});

describe("without onError", () => {
  it.each([
    ["another site's request: 403", foreign, 403, "Forbidden\n"],
    ["an error of the session's in the handler: its status", {}, 401, "Unauthorized\n"],
  ])("%s, as plain text (X-01, 16.5.1)", async (_, options, status, body) => {
    const made = testSessions();
    const handler = vi.fn((request: Request) => new Response(made.sessions.from(request).requireLogin()));
    const answer = await visiting(webSession(made.sessions)(handler)).ask("/", options);
    expect([answer.status, answer.body]).toEqual([status, body]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(handler).toHaveBeenCalledTimes(status === 403 ? 0 : 1);
  });

  it("to a script that accepts JSON it is that, with the reason", async () => {
    const made = testSessions();
    const handler = webSession(made.sessions)(
      (request) => new Response(made.sessions.from(request).requireLogin()),
    );
    const { body } = await visiting(handler).ask("/", { headers: { accept: "application/json" } });
    expect(JSON.parse(body)).toMatchObject({ code: "LOGIN_REQUIRED" });
  });

  it("a store that fails: 503 without a word of why, and the console tells the operator (16.5.1)", async () => {
    const spy = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      const made = testSessions();
      const alice = visiting(webSession(made.sessions)(counting(made)));
      await alice.ask("/");
      for (const call of ["read", "patch"] as const) {
        made.store.pauseNext(call).fail(new Error("secret address"));
        const { status, body, setCookies } = await alice.ask("/");
        expect([status, body, setCookies]).toEqual([503, "Service Unavailable\n", []]);
      }
      const failed = expect.objectContaining({ code: "STORE_UNAVAILABLE" }) as unknown;
      expect(spy.mock.calls).toEqual(Array(2).fill(["[sess] a request failed:", failed]));
      expect((await alice.ask("/")).body).toBe("2");
    } finally {
      spy.mockRestore();
    }
  });

  it("what else the handler throws goes on to the platform as it is, and its changes are saved", async () => {
    const made = testSessions();
    const broken = new Error("broken on purpose");
    const handler = webSession(made.sessions)(
      counting(made, (request) => {
        made.sessions.from(request).visits = 10;
        return Promise.reject(broken);
      }),
    );
    const alice = visiting(handler);
    await alice.ask("/");
    await expect(alice.ask("/throw")).rejects.toBe(broken);
    expect((await alice.ask("/")).body).toBe("11");
  });

  it("a session that would have begun then does not, and an event tells: nothing carries its cookie", async () => {
    const made = testSessions();
    const handler = webSession(made.sessions)(async (request): Promise<Response> => {
      made.sessions.from(request).visits = 1;
      throw new Error("broken on purpose");
    });
    await expect(visiting(handler).ask("/")).rejects.toThrow("broken on purpose");
    expect([made.events, made.records.size]).toEqual([["begun_too_late"], 0]);
  });

  it("a login before it is lost, as its cookie is: an event tells", async () => {
    const made = testSessions();
    const handler = webSession(made.sessions)(async (request): Promise<Response> => {
      await made.sessions.from(request).login("alice");
      throw new Error("broken on purpose");
    });
    await expect(visiting(handler).ask("/")).rejects.toThrow("broken on purpose");
    expect(made.events).toEqual(["created", "login", "cookie_unsent"]);
  });

  it("a Response that is thrown is thrown on, with the cookie", async () => {
    const { sessions } = testSessions();
    const handler = webSession(sessions)(async (request): Promise<Response> => {
      await sessions.from(request).login("alice");
      throw Response.redirect("http://app.test/home", 302);
    });
    const thrown = await handler(new Request("http://app.test/")).catch(
      (error: unknown) => error as Response,
    );
    expect([thrown.status, thrown.headers.getSetCookie().length]).toEqual([302, 1]);
  });

  it("a body that was read already is the handler's mistake: it goes on to the platform, and what was changed is saved", async () => {
    const { sessions, events, records } = testSessions();
    const handler = webSession(sessions)(async (request) => {
      await sessions.from(request).login("alice");
      const response = new Response("once");
      await response.text();
      return response;
    });
    await expect(handler(new Request("http://app.test/"))).rejects.toThrow(TypeError);
    expect([events, records.size]).toEqual([["created", "login", "cookie_unsent"], 1]);
  });
});

describe("onError", () => {
  it("hears of every error with its request, and what it returns is the answer, with the cookie", async () => {
    const made = testSessions();
    const heard: unknown[] = [];
    const withSession = webSession(made.sessions, {
      onError: (error, request) => {
        heard.push([(error as { code?: string }).code ?? String(error), new URL(request.url).pathname]);
        return new Response("own page", { status: 500 });
      },
    });
    const handler = withSession(
      counting(made, async (request) => {
        await made.sessions.from(request).login("alice");
        throw new Error("broken on purpose");
      }),
    );
    const alice = visiting(handler);
    const { status, body, setCookies } = await alice.ask("/throw");
    expect([status, body, setCookies.length]).toEqual([500, "own page", 1]);
    for (const call of ["read", "patch"] as const) {
      made.store.pauseNext(call).fail(new Error("down"));
      expect((await alice.ask("/")).body).toBe("own page");
    }
    expect((await alice.ask("/", foreign)).body).toBe("own page");
    expect(heard).toEqual([
      ["Error: broken on purpose", "/throw"],
      ["STORE_UNAVAILABLE", "/"],
      ["STORE_UNAVAILABLE", "/"],
      ["CROSS_ORIGIN", "/"],
    ]);
  });

  it("that returns nothing only listens", async () => {
    const made = testSessions();
    const onError = vi.fn();
    const handler = webSession(made.sessions, { onError })(counting(made));
    expect((await visiting(handler).ask("/", foreign)).status).toBe(403);
    expect(onError).toHaveBeenCalledTimes(1);
  });

  it("that fails: so does the request", async () => {
    const made = testSessions();
    const onError = (): never => {
      throw new Error("worse");
    };
    const handler = webSession(made.sessions, { onError })(counting(made));
    await expect(visiting(handler).ask("/", foreign)).rejects.toThrow("worse");
  });

  it("that fails: what the handler has changed is saved all the same", async () => {
    const made = testSessions();
    const onError = (): never => {
      throw new Error("worse");
    };
    const handler = webSession(made.sessions, { onError })(
      counting(made, (request) => {
        made.sessions.from(request).visits = 10;
        return Promise.reject(new Error("broken on purpose"));
      }),
    );
    const alice = visiting(handler);
    await alice.ask("/");
    await expect(alice.ask("/throw")).rejects.toThrow("worse");
    expect((await alice.ask("/")).body).toBe("11");
  });
});
