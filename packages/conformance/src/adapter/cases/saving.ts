import { PassThrough, Readable } from "node:stream";
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
    "an answer with a cookie is kept by no cache, whatever the app says",
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
        "a cached cookie would sign strangers in (V-21)",
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
    "raw writeHead with headers: they stay, and so does another cookie",
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

  adapterCase(
    "server-sent events: the head is flushed early, later changes are saved when the stream ends",
    (point) => ({
      routes: {
        "/events": async ({ session, raw }) => {
          session["early"] = 1;
          const response = raw();
          response.writeHead(200, { "Content-Type": "text/event-stream" });
          response.flushHeaders();
          response.write("data: 1\n\n");
          await point().pass();
          session["late"] = 2;
          response.end("data: 2\n\n");
        },
      },
    }),
    async ({ browser, pauses, point }) => {
      const alice = browser();
      await alice.ask("/login");
      const asked = alice.start("/events");
      await asked.head;
      await point().reached;
      same((await look(alice)).data["early"], 1, "saved before the head");
      const gate = pauses.pauseNext("patch");
      point().release();
      await gate.reached;
      await browser().ask("/unused");
      same(asked.progress.end, false, "the stream does not end before the late change is saved");
      gate.release();
      same((await asked.answer).body, "data: 1\n\ndata: 2\n\n", "all events came");
      same((await look(alice)).data["late"], 2, "and the late change is there");
    },
  ),

  adapterCase(
    "the framework's own streaming: cookie with the head, body whole",
    {
      routes: {
        "/stream": ({ session, stream }) => {
          session["n"] = 1;
          return stream(Readable.from(["a".repeat(70_000), "b".repeat(70_000)]));
        },
      },
    },
    async ({ browser }) => {
      const user = browser();
      const { body, setCookies } = await user.ask("/stream");
      same(
        [body.length, body[0], body.at(-1), setCookies.length],
        [140_000, "a", "b", 1],
        "whole, with the cookie",
      );
      same((await look(user)).data, { n: 1 }, "saved");
    },
  ),

  adapterCase(
    "a session that would begin after the head: an event, no crash",
    {
      routes: {
        "/late": async ({ session, raw }) => {
          const response = raw();
          response.write("begun");
          session["n"] = 1;
          response.end();
        },
      },
    },
    async ({ browser, events, ledger }) => {
      const { status, body, setCookies } = await browser().ask("/late");
      same(
        { status, body, setCookies },
        { status: 200, body: "begun", setCookies: [] },
        "the answer is as without us",
      );
      same(
        [events.map(({ type }) => type), await ledger.live()],
        [["begun_too_late"], 0],
        "an event, and no record",
      );
    },
  ),

  adapterCase(
    "a client that leaves: what was changed is saved, the server lives",
    (point) => ({
      routes: {
        "/leave": async ({ session, raw }) => {
          const body = new PassThrough();
          body.pipe(raw());
          body.write("begun");
          await point().pass();
          session["left"] = true;
          raw().once("close", () => body.destroy());
          point("left").release();
        },
      },
    }),
    async ({ browser, pauses, point }) => {
      const alice = browser();
      await alice.ask("/login");
      const asked = alice.start("/leave");
      await asked.head;
      await point().reached;
      const gate = pauses.pauseNext("patch", "after");
      point().release();
      await point("left").pass();
      asked.leave();
      await gate.reached;
      gate.release();
      same((await look(alice)).data["left"], true, "saved");
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
      `${String(name)} carries the cookie`,
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
    "two requests in one packet: each gets its own answer and cookie",
    { routes: { "/one": ({ session, send }) => ((session["n"] = 1), send(200, "the-body")) } },
    async ({ port }) => {
      const request = "GET /one HTTP/1.1\r\nHost: a\r\n\r\n";
      const connection = await talk(port, request + request);
      const text = await connection.until((received) => received.split("the-body").length === 3);
      same(text.match(/^set-cookie: sid=/gim)?.length, 2, "two cookies");
      hangUp(connection);
    },
  ),

  adapterCase(
    "early hints go out at once",
    (point) => ({
      routes: {
        "/hints": async ({ session, raw }) => {
          session["n"] = 1;
          const response = raw();
          response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
          await point().pass();
          response.end("body");
        },
      },
    }),
    async ({ port, point }) => {
      const connection = await talk(port, "GET /hints HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      const hints = await connection.until((received) => received.includes("\r\n\r\n"));
      same(
        [hints.startsWith("HTTP/1.1 103"), /set-cookie/i.test(hints)],
        [true, false],
        "103, without a cookie",
      );
      point().release();
      const whole = await connection.until((received) => received.includes("body"));
      same(/^set-cookie: sid=/im.test(whole), true, "the cookie comes with the answer");
      hangUp(connection);
    },
  ),
];
