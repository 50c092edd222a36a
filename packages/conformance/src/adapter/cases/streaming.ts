import { PassThrough, Readable } from "node:stream";
import { same } from "../../store/check.js";
import { hangUp, talk } from "../talk.js";
import { adapterCase, look, type Row } from "../trial.js";

export const streaming: readonly Row[] = [
  adapterCase(
    "server-sent events: the head is flushed early, later changes are saved when the stream ends (T-29)",
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

  adapterCase(
    "early hints go out at once (C-18)",
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
