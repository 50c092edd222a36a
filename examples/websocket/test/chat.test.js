import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { sessions } from "../sessions.js";
import { all } from "../sockets.js";
import { browser, hangUp, start } from "./client.js";

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
  // Nothing is found by the interval here: it comes too late. The tests of expiry have a server of their own.
  server = await start({ checkEveryMs: 3_600_000 });
});
afterAll(() => server.close());
afterEach(async () => {
  outage.now = false;
  vi.restoreAllMocks();
  hangUp();
  await vi.waitFor(() => expect(all(), "sockets that are filed although nobody is there").toEqual([]), {
    interval: 5,
  });
});

/** @param {string} [name] @param {string} [password] */
async function signedIn(name, password, url = server.url) {
  const user = browser(url);
  expect((await user.signIn(name, password)).status).toBe(302);
  return user;
}

const later = (/** @type {number} */ minutes) => {
  const then = Date.now() + minutes * 60_000;
  vi.spyOn(Date, "now").mockReturnValue(then);
};

describe("who gets a socket", () => {
  test("nobody who is not signed in: 401, and no session begins", async () => {
    const visitor = browser(server.url);
    expect((await visitor.connect()).status).toBe(401);
    expect((await visitor.connect({ origin: "http://evil.example" })).status).toBe(401);
    expect(visitor.cookie()).toBe("");
  });

  test.each([
    ["of another site", "http://evil.example"],
    ["of another port", "http://127.0.0.1:1"],
    ["without an origin", "null"],
    ["that does not say which", null],
  ])("no page %s, although the browser sends the cookie: 403", async (_, origin) => {
    const user = await signedIn();
    expect((await user.connect({ origin })).status).toBe(403);
    expect((await user.connect()).status).toBe(101);
  });

  test("nobody with the cookie of a session that is over", async () => {
    const user = await signedIn();
    const thief = browser(server.url);
    thief.cookie = user.cookie;
    const headers = { Cookie: user.cookie(), Origin: server.url };
    await fetch(`${server.url}/logout`, { method: "POST", headers });
    expect((await user.connect()).status).toBe(401);
  });

  test("nobody at another address: 404", async () => {
    expect((await (await signedIn()).connect({ path: "/other" })).status).toBe(404);
  });

  test("nobody while the store is away: 503, and nobody is signed out by that", async () => {
    const user = await signedIn();
    vi.spyOn(console, "warn").mockImplementation(() => {});
    outage.now = true;
    expect((await user.connect()).status).toBe(503);
    outage.now = false;
    expect((await user.connect()).status).toBe(101);
  });

  test("a session that ends while its socket is being opened does not keep it", async () => {
    const user = await signedIn();
    const load = sessions.load.bind(sessions);
    vi.spyOn(sessions, "load").mockImplementationOnce(async (request) => {
      const session = await load(request);
      await user.post("/logout");
      return session;
    });
    expect(await (await user.connect()).closed).toBe(4401);
  });
});

describe("signed in", () => {
  test("everybody hears everybody, in order, and sees who is here", async () => {
    const ada = await (await signedIn()).connect();
    const alan = await (await signedIn("alan", "bletchley")).connect();
    await ada.until(({ users }) => users?.join() === "ada,alan");
    const texts = Array.from({ length: 30 }, (_, nth) => `line ${nth}`);
    for (const text of texts) ada.say(text);
    alan.say("  done  ");
    await ada.hears("done");
    await alan.hears("line 29");
    expect(ada.texts()).toContain("alan: done");
    expect(alan.texts().filter((text) => text.startsWith("ada"))).toEqual(
      texts.map((text) => `ada: ${text}`),
    );
  });

  test("nobody says who he is: the session does", async () => {
    const ada = await (await signedIn()).connect();
    ada.say(JSON.stringify({ type: "message", from: "alan", text: "trust me" }));
    await ada.until(({ text }) => text?.includes("trust me"));
    expect(ada.received.at(-1)?.from).toBe("ada");
  });

  test("a message that is too long, empty or no message harms nobody", async () => {
    const ada = await (await signedIn()).connect();
    const odd = await (await signedIn("alan", "bletchley")).connect();
    odd.say("  ");
    odd.say("x".repeat(600));
    await ada.hears("x".repeat(500));
    odd.say("x".repeat(5000));
    expect(await odd.closed).toBe(1009);
    await ada.until(({ users }) => users?.join() === "ada");
    ada.say("still here");
    await ada.hears("still here");
    expect(ada.texts()).toEqual([`alan: ${"x".repeat(500)}`, "ada: still here"]);
  });

  test("talking does not extend the session, a request does", async () => {
    const user = await signedIn();
    const socket = await user.connect();
    const endOf = async () => JSON.parse((await user.get("/me")).body).expiresAt;
    const [{ expiresAt }] = /** @type {[import("../sockets.js").Connection]} */ (all());
    later(20);
    socket.say("hello");
    await socket.hears("hello");
    expect(all()[0]?.expiresAt).toEqual(expiresAt);
    expect(Date.parse(await endOf())).toBe(Date.now() + 30 * 60_000);
    socket.say("hello again");
    await socket.hears("hello again");
    expect(all()[0]?.expiresAt.getTime()).toBe(Date.now() + 30 * 60_000);
  });
});

describe("signing out", () => {
  test("in one tab closes the sockets of all tabs at once, and of nobody else", async () => {
    const user = await signedIn();
    const [tab, otherTab] = [await user.connect(), await user.connect()];
    const elsewhere = await (await signedIn()).connect(); // the same user in another browser
    const alan = await (await signedIn("alan", "bletchley")).connect();
    await user.post("/logout");
    expect(await Promise.all([tab.closed, otherTab.closed])).toEqual([4401, 4401]);
    alan.say("anybody here?");
    await elsewhere.hears("anybody here?");
    await alan.hears("anybody here?");
    expect(tab.texts()).toEqual([]);
    expect((await user.connect()).status).toBe(401);
  });

  test("somebody else signing in with the same browser does so too", async () => {
    const user = await signedIn();
    const socket = await user.connect();
    await user.signIn("alan", "bletchley");
    expect(await socket.closed).toBe(4401);
  });

  test("everywhere closes the user's sockets in all browsers at once, and nobody else's", async () => {
    const sockets = [await (await signedIn()).connect(), await (await signedIn()).connect()];
    const alan = await (await signedIn("alan", "bletchley")).connect();
    await sessions.revokeUser("ada");
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401]);
    alan.say("still here");
    await alan.hears("still here");
  });

  test("everywhere else leaves the sockets of the browser that asked", async () => {
    const own = await (await signedIn()).connect();
    const [{ handle }] = /** @type {[import("../sockets.js").Connection]} */ (all());
    const other = await (await signedIn()).connect();
    await sessions.revokeUser("ada", { except: handle });
    expect(await other.closed).toBe(4401);
    own.say("still here");
    await own.hears("still here");
  });

  test("of everybody closes every socket at once", async () => {
    const ada = await (await signedIn()).connect();
    const alan = await (await signedIn("alan", "bletchley")).connect();
    await sessions.revokeAll();
    expect(await Promise.all([ada.closed, alan.closed])).toEqual([4401, 4401]);
  });

  test("where no event tells: the next message is not passed on", async () => {
    const user = await signedIn();
    const alan = await (await signedIn("alan", "bletchley")).connect();
    const socket = await user.connect();
    later(31);
    socket.say("I am still here");
    expect(await socket.closed).toBe(4401);
    vi.restoreAllMocks();
    alan.say("nobody there");
    await alan.hears("nobody there");
    expect(alan.texts()).toEqual(["alan: nobody there"]);
  });

  test("what comes in after it, while the socket closes, is not passed on", async () => {
    const user = await signedIn();
    const alan = await (await signedIn("alan", "bletchley")).connect();
    const socket = await user.connect();
    await alan.until(({ users }) => users?.join() === "ada,alan");
    const load = sessions.load.bind(sessions);
    vi.spyOn(sessions, "load").mockImplementationOnce(async (request) => {
      const session = await load(request); // It is still there. Then it is not:
      await user.post("/logout");
      return session;
    });
    socket.say("too late");
    expect(await socket.closed).toBe(4401);
    alan.say("over");
    await alan.hears("over");
    expect(alan.texts()).toEqual(["alan: over"]);
  });
});

describe("a new token for the same session", () => {
  test.each([
    ["rotate", (/** @type {ReturnType<typeof browser>} */ user) => user.post("/rotate")],
    ["the same user's next sign-in", (/** @type {ReturnType<typeof browser>} */ user) => user.signIn()],
  ])("by %s keeps the sockets, which go on by the new cookie", async (_, renew) => {
    const user = await signedIn();
    const socket = await user.connect();
    const before = user.cookie();
    await renew(user);
    expect(user.cookie()).not.toBe(before);
    socket.say("before the next request");
    await socket.hears("before the next request");

    await user.get("/me");
    expect(all().map(({ headers }) => headers.cookie)).toContain(user.cookie());
    socket.say("after it");
    await socket.hears("after it");
    await user.post("/logout");
    expect(await socket.closed).toBe(4401);
  });

  test("that comes while a message is being checked does not close them", async () => {
    const user = await signedIn();
    const socket = await user.connect();
    const load = sessions.load.bind(sessions);
    vi.spyOn(sessions, "load").mockImplementationOnce(async (request) => {
      await user.post("/rotate");
      return load(request); // by the old cookie
    });
    socket.say("hello");
    await socket.hears("hello");
  });

  test("does not outlive the session's deadline, not even before the next request", async () => {
    const user = await signedIn();
    const socket = await user.connect();
    await user.post("/rotate");
    later(31);
    socket.say("hello");
    expect(await socket.closed).toBe(4401);
  });
});

describe("who only listens", () => {
  /** @type {Awaited<ReturnType<typeof start>>} */
  let watchful;
  beforeAll(async () => {
    watchful = await start({ checkEveryMs: 5 });
  });
  afterAll(() => watchful.close());

  test("is cut off when the session expires, without any traffic", async () => {
    const socket = await (await signedIn("ada", "lovelace", watchful.url)).connect();
    later(31);
    expect(await socket.closed).toBe(4401);
  });

  test("is told to come back while the store is away", async () => {
    const user = await signedIn("ada", "lovelace", watchful.url);
    const socket = await user.connect();
    vi.spyOn(console, "warn").mockImplementation(() => {});
    outage.now = true;
    expect(await socket.closed).toBe(1013);
    outage.now = false;
    expect((await user.connect()).status).toBe(101);
  });
});

describe("the pages", () => {
  test("ask who you are, then are the chat", async () => {
    const user = browser(server.url);
    expect((await user.get("/")).body).toContain("Sign in to chat");
    expect((await user.get("/me")).status).toBe(401);
    const refused = await user.signIn("ada", "<b>wrong");
    expect(refused).toMatchObject({
      status: 401,
      body: expect.stringContaining("Name or password is wrong."),
    });
    await user.signIn();
    expect((await user.get("/")).body).toContain("You are <strong>ada</strong>");
    expect(JSON.parse((await user.get("/me")).body).user).toBe("ada");
  });

  test("hold a user's name as text", async () => {
    const { chatPage } = await import("../pages.js");
    expect(chatPage("<script>")).toContain("<strong>&lt;script&gt;</strong>");
  });

  test.each(["/chat.js"])("%s is served, without a session", async (path) => {
    const { status, headers } = await browser(server.url).get(path);
    expect(status).toBe(200);
    expect(headers.get("set-cookie")).toBeNull();
  });
});
