import { Readable } from "node:stream";
import type { Handler } from "./servers.js";

export interface Style {
  readonly name: string;
  readonly handler: Handler;
  readonly method?: string;
  readonly headers?: readonly string[];
}

const COOKIES = ["a=1", "b=2"];
const nothing = (): void => {};

/** The ways in which handlers write responses. */
export const STYLES: readonly Style[] = [
  { name: "end(text)", handler: (_, res) => res.end("hello") },
  { name: "end(buffer)", handler: (_, res) => res.end(Buffer.from("hello")) },
  { name: "end(text, encoding)", handler: (_, res) => res.end("h\u00e9llo", "latin1") },
  { name: "end(text, encoding, callback)", handler: (_, res) => res.end("hello", "utf8", nothing) },
  { name: "end(callback)", handler: (_, res) => res.end(nothing) },
  { name: "end()", handler: (_, res) => res.end() },
  { name: "end('')", handler: (_, res) => res.end("") },
  { name: "end twice", handler: (_, res) => void res.end("once").end() },
  { name: "write, end", handler: (_, res) => (res.write("a"), res.end("b")) },
  {
    name: "write(text, encoding, callback)",
    handler: (_, res) => (res.write("\u00e9", "latin1", nothing), res.end()),
  },
  { name: "many writes", handler: (_, res) => ("abcdef".split("").forEach((c) => res.write(c)), res.end()) },
  { name: "writes over turns", handler: overTurns },
  {
    name: "statusCode, setHeader",
    handler: (_, res) => (res.setHeader("X-A", "1"), (res.statusCode = 404), res.end("no")),
  },
  { name: "statusMessage", handler: (_, res) => ((res.statusMessage = "Fine"), res.end("ok")) },
  { name: "writeHead(status)", handler: (_, res) => res.writeHead(201).end("made") },
  { name: "writeHead(status, reason)", handler: (_, res) => res.writeHead(201, "Made It").end("made") },
  {
    name: "writeHead(status, object)",
    handler: (_, res) => res.writeHead(201, { "X-A": "1", "x-b": ["2", "3"] }).end("made"),
  },
  {
    name: "writeHead(status, reason, object)",
    handler: (_, res) => res.writeHead(201, "Made", { "X-A": 1 }).end("made"),
  },
  {
    name: "writeHead(status, undefined, object)",
    handler: (_, res) => res.writeHead(201, undefined, { "X-A": 1 }).end("made"),
  },
  {
    name: "writeHead(status, flat array)",
    handler: (_, res) => res.writeHead(200, ["X-A", "1", "X-B", "2", "X-A", "3"]).end("ok"),
  },
  {
    name: "writeHead(status, reason, flat array)",
    handler: (_, res) => res.writeHead(200, "Fine", ["X-A", "1"]).end("ok"),
  },
  {
    name: "writeHead(status, pairs)",
    // The types do not know pairs; Node takes them.
    handler: (_, res) =>
      res
        .writeHead(200, [
          ["X-A", "1"],
          ["X-B", "2"],
        ] as unknown as string[])
        .end("ok"),
  },
  {
    name: "writeHead with Set-Cookie",
    handler: (_, res) => res.writeHead(200, { "Set-Cookie": "a=1" }).end("ok"),
  },
  {
    name: "writeHead with Set-Cookie lines",
    handler: (_, res) => res.writeHead(200, { "Set-Cookie": COOKIES }).end("ok"),
  },
  {
    name: "writeHead with flat Set-Cookie",
    handler: (_, res) => res.writeHead(200, ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]).end("ok"),
  },
  {
    name: "setHeader Set-Cookie",
    handler: (_, res) => (res.setHeader("Set-Cookie", COOKIES), res.end("ok")),
  },
  {
    name: "setHeader, then writeHead over it",
    handler: (_, res) => (
      res.setHeader("Set-Cookie", "old=1"),
      res.setHeader("X-A", "1"),
      res.writeHead(200, { "set-cookie": "a=1", "X-B": "2" }).end("ok")
    ),
  },
  { name: "setHeaders", handler: (_, res) => (res.setHeaders(new Map([["x-a", "1"]])), res.end("ok")) },
  {
    name: "appendHeader",
    handler: (_, res) => (
      res.appendHeader("Vary", "Accept"),
      res.appendHeader("Vary", "Origin"),
      res.end("ok")
    ),
  },
  {
    name: "writeHead, write, end",
    handler: (_, res) => (res.writeHead(200, { "Content-Length": 2 }), res.write("o"), res.end("k")),
  },
  {
    name: "flushHeaders, write, end",
    handler: (_, res) => (res.flushHeaders(), res.write("a"), res.end("b")),
  },
  {
    name: "writeHead, flushHeaders, end",
    handler: (_, res) => (res.writeHead(202), res.flushHeaders(), res.flushHeaders(), res.end("b")),
  },
  { name: "server-sent events", handler: events },
  { name: "204", handler: (_, res) => res.writeHead(204).end() },
  { name: "304", handler: (_, res) => ((res.statusCode = 304), res.setHeader("ETag", '"x"'), res.end()) },
  { name: "redirect", handler: (_, res) => res.writeHead(303, { Location: "/next" }).end() },
  {
    name: "HEAD",
    method: "HEAD",
    handler: (_, res) => (res.setHeader("Content-Length", 5), res.end("hello")),
  },
  { name: "HEAD without length", method: "HEAD", handler: (_, res) => (res.write("hel"), res.end("lo")) },
  { name: "pipe", handler: (_, res) => void Readable.from(["a", "b", "c"]).pipe(res) },
  {
    name: "trailers",
    handler: (_, res) => (
      res.writeHead(200, { Trailer: "X-T" }),
      res.write("a"),
      res.addTrailers({ "X-T": "end" }),
      res.end()
    ),
  },
  {
    name: "cork",
    handler: (_, res) => (res.cork(), res.write("a"), res.write("b"), res.uncork(), res.end()),
  },
  {
    name: "early hints",
    handler: (_, res) => (res.writeEarlyHints({ link: "</a.css>; rel=preload; as=style" }), res.end("ok")),
  },
  { name: "processing", handler: (_, res) => (res.writeProcessing(), res.end("ok")) },
  {
    name: "content-disposition with a length",
    handler: (_, res) => (res.setHeader("Content-Disposition", "attachment; filename=\u00e9"), res.end("ok")),
  },
  { name: "no keep-alive", handler: (_, res) => (res.setHeader("Connection", "close"), res.end("bye")) },
  {
    name: "an object without prototype",
    handler: (_, res) => res.writeHead(200, Object.assign(Object.create(null), { "X-A": "1" })).end("ok"),
  },
];

async function overTurns(...[, res]: Parameters<Handler>): Promise<void> {
  for (const letter of "abc") {
    res.write(letter);
    await new Promise((resolve) => setImmediate(resolve));
  }
  res.end();
}

async function events(...[, res]: Parameters<Handler>): Promise<void> {
  res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  res.flushHeaders();
  await new Promise((resolve) => setImmediate(resolve));
  res.write("data: 1\n\n");
  res.end("data: 2\n\n");
}
