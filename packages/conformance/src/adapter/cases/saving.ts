import { same } from "../../store/check.js";
import { hangUp, talk } from "../talk.js";
import { adapterCase, look, type Trial, type Row } from "../trial.js";

/** Asserts that nothing has come of an answer, although the server has had the time to send it. */
async function nothingCameOf(asked: { progress: { head: boolean } }, { browser }: Trial): Promise<void> {
  await browser().ask("/unused"); // A whole round trip: bytes that were sent before are here now.
  same(asked.progress.head, false, "no byte of the head leaves before the store has the data");
}

export const saving: readonly Row[] = [
  adapterCase(
    "saved before seen: a redirect's target sees the write",
    { routes: { "/go": ({ session, redirect }) => ((session["n"] = 1), redirect("/look")) } },
    async (trial) => {
      const user = trial.browser();
      const gate = trial.pauses.pauseNext("create");
      const asked = user.start("/go");
      await gate.reached;
      await nothingCameOf(asked, trial);
      gate.release();
      const { status, headers, setCookies } = await asked.answer;
      same(
        [status, headers.location, setCookies.length],
        [302, "/look", 1],
        "the redirect comes with the cookie",
      );
      same((await look(user)).data, { n: 1 }, "and its target sees the write");
    },
  ),

  adapterCase(
    "changes deep in a field are saved, without a call",
    {
      routes: {
        "/fill": ({ session, send }) => ((session["cart"] = { items: [1] }), send(200, "")),
        "/deep": ({ session, send }) => {
          (session["cart"] as { items: number[] }).items.push(2);
          return send(200, "");
        },
      },
    },
    async ({ browser }) => {
      const user = browser();
      await user.ask("/fill");
      await user.ask("/deep");
      same((await look(user)).data, { cart: { items: [1, 2] } }, "the pushed item is there");
    },
  ),

  adapterCase(
    "an answer with a cookie is kept by no cache, whatever the app says (14.3.2, C-21, V-21, T-08, SM-18, SESS-04, D-20)",
    {
      routes: {
        "/set": ({ session, send }) => (
          (session["n"] = 1),
          send(200, "", { "Cache-Control": "public, max-age=60" })
        ),
      },
    },
    async ({ browser }) => {
      same(
        (await browser().ask("/set")).headers["cache-control"],
        "no-store",
        "a cached cookie would sign strangers in",
      );
    },
  ),

  adapterCase(
    "a body that begins early: held until the data are saved, and whole",
    {
      routes: {
        "/early": ({ session, raw }) => {
          session["n"] = 1;
          const response = raw();
          response.setHeader("X-Early", "1");
          response.write("one,");
          response.end("two");
        },
      },
    },
    async (trial) => {
      const user = trial.browser();
      const gate = trial.pauses.pauseNext("create");
      const asked = user.start("/early");
      await gate.reached;
      await nothingCameOf(asked, trial);
      gate.release();
      const { body, headers, setCookies } = await asked.answer;
      same([body, headers["x-early"], setCookies.length], ["one,two", "1", 1], "as written, plus the cookie");
    },
  ),

  adapterCase(
    "raw writeHead with headers: they stay, and so does another cookie (C-03, V-28, T-29)",
    {
      routes: {
        "/raw": ({ session, raw }) => {
          session["n"] = 1;
          raw().writeHead(201, { "Content-Type": "text/plain", "Set-Cookie": ["a=1", "b=2"] });
          raw().end("made");
        },
      },
    },
    async ({ browser }) => {
      const { status, body, headers, setCookies } = await browser().ask("/raw");
      same([status, body, headers["content-type"]], [201, "made", "text/plain"], "the handler's answer");
      same(
        setCookies.map((line) => line.split("=")[0]),
        ["a", "b", "sid"],
        "all cookies",
      );
    },
  ),

  ...[
    ["HEAD", "HEAD", 200, ""],
    ["204", "GET", 204, ""],
    ["304", "GET", 304, ""],
    ["404", "GET", 404, "none"],
    ["500", "GET", 500, "sorry"],
  ].map(([name, method, status, body]) =>
    adapterCase(
      `${String(name)} carries the cookie (C-18, V-28, T-29)`,
      {
        routes: {
          "/answer": ({ session, send }) => (
            (session["n"] = 1),
            send(Number(status), name === "HEAD" ? "long" : String(body))
          ),
        },
      },
      async ({ browser }) => {
        const user = browser();
        const answer = await user.ask("/answer", { method: String(method) });
        same(
          [answer.status, answer.body, answer.setCookies.length],
          [status, body, 1],
          "as without us, plus the cookie",
        );
        same((await look(user)).data, { n: 1 }, "saved");
      },
    ),
  ),

  adapterCase(
    "a handler that throws: the framework's 500, the change is saved, the cookie is sent",
    {
      routes: {
        "/throw": ({ session }) => {
          session["n"] = 1;
          throw new Error("broken on purpose");
        },
        "/reject": async ({ session }) => {
          session["m"] = 2;
          await Promise.resolve();
          throw new Error("broken on purpose");
        },
      },
    },
    async ({ browser }) => {
      const user = browser();
      const { status, setCookies } = await user.ask("/throw");
      same([status, setCookies.length], [500, 1], "the cookie is there in spite of the error");
      same((await user.ask("/reject")).status, 500, "asynchronous, too");
      same((await look(user)).data, { n: 1, m: 2 }, "saved");
    },
  ),

  adapterCase("a path without a handler: the framework's 404", {}, async ({ browser }) => {
    same((await browser().ask("/nowhere")).status, 404, "untouched");
  }),

  adapterCase(
    "two requests in one packet: each gets its own answer and cookie (V-36)",
    { routes: { "/one": ({ session, send }) => ((session["n"] = 1), send(200, "the-body")) } },
    async ({ port }) => {
      const request = "GET /one HTTP/1.1\r\nHost: a\r\n\r\n";
      const connection = await talk(port, request + request);
      const text = await connection.until((received) => received.split("the-body").length === 3);
      same(text.match(/^set-cookie: sid=/gim)?.length, 2, "two cookies");
      hangUp(connection);
    },
  ),
];
