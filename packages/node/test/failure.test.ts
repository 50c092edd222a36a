import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, test } from "vitest";
import { FakeSessions, storeError } from "./support/fake-sessions.js";
import { final, values } from "./support/message.js";
import { exchange } from "./support/raw-client.js";
import { errorPage, serveWith, turns } from "./support/servers.js";

const failing = () => new FakeSessions("failing", (session) => session.settle());

test("headers of the page that is not sent are gone, the others stay", async () => {
  const port = await serveWith(failing(), (_, res) => {
    res.setHeader("Content-Security-Policy", "default-src 'self'");
    res.setHeader("Set-Cookie", "theme=dark");
    res.setHeader("Vary", "Accept");
    res.setHeader("Clear-Site-Data", '"*"');
    res.setHeader("Content-Encoding", "br");
    res.writeHead(301, "Moved", {
      Location: "/next",
      "Content-Length": "3",
      "Content-Type": "image/png",
      "Cache-Control": "public, max-age=9",
      ETag: '"a"',
      "Last-Modified": "x",
      Expires: "y",
    });
    res.end("abc");
  });
  const message = final(await exchange(port));
  expect(message).toMatchObject({ status: "HTTP/1.1 503 Service Unavailable", body: "error page" });
  expect(message.lines.map((line) => line.split(":", 1).join())).toEqual([
    "content-security-policy",
    "set-cookie",
    "vary",
    "x-error",
    "date",
    "connection",
    "transfer-encoding",
  ]);
});

test("the error reaches the error handler, once", async () => {
  for (const mode of ["failing", "throwing"] as const) {
    const errors: unknown[] = [];
    const sessions = new FakeSessions(mode, (session) => session.settle());
    const port = await serveWith(
      sessions,
      (_, res) => (res.write("a"), res.end("b")),
      (error, res) => {
        errors.push(error);
        expect(res.headersSent).toBe(false);
        errorPage(error, res);
      },
    );
    expect(final(await exchange(port)).body).toBe("error page");
    expect(errors).toMatchObject([storeError()]);
    await turns();
    expect([sessions.only.commits, sessions.only.finishes]).toEqual([1, 0]);
  }
});

test("the error handler may take its time, and write as it likes", async () => {
  const port = await serveWith(
    failing(),
    (_, res) => res.end("page"),
    (_error, res) =>
      setImmediate(() => {
        res.writeHead(500, { "X-Error": "later" });
        res.write("error ");
        setImmediate(() => Readable.from(["page"]).pipe(res));
      }),
  );
  const message = final(await exchange(port));
  expect(message).toMatchObject({ status: "HTTP/1.1 500 Internal Server Error", body: "error page" });
  expect(values(message, "x-error")).toEqual(["later"]);
});

test("what the first handler still writes is swallowed, and the process lives", async () => {
  const results: unknown[] = [];
  let response: ServerResponse | undefined;
  const port = await serveWith(failing(), async (_, res) => {
    response = res;
    res.write("a", (error) => results.push(["held", error?.message]));
    await new Promise((resolve) => res.on("finish", resolve));
    results.push(res.write("b", (error) => results.push(["late", error?.message])));
    expect(res.writeHead(200)).toBe(res);
    res.flushHeaders();
    expect(res.end("c", () => results.push("end"))).toBe(res);
    expect(res.end()).toBe(res);
    await turns();
    expect(results).toEqual([["held", "the store is down"], true, ["late", "the store is down"], "end"]);
    results.push("done");
  });
  const message = final(await exchange(port));
  expect(message.body).toBe("error page");
  while (results.at(-1) !== "done") await turns(1);
  expect(response?.statusCode).toBe(503);
});

test("a source that is piped is let go", async () => {
  const source = new Readable({ read() {} });
  source.push("a");
  const port = await serveWith(failing(), (_, res) => void source.pipe(res));
  expect(final(await exchange(port)).body).toBe("error page");
  source.push("b");
  source.push(null);
  await turns();
  expect(source.listenerCount("data")).toBe(0);
});

test.each(["failing", "throwing"] as const)(
  "%s: nothing of the first handler gets into a slow error page",
  async (mode) => {
    const source = new Readable({ read() {} });
    source.push("a");
    let late = (): void => {};
    const port = await serveWith(
      new FakeSessions(mode, (session) => session.settle()),
      (_, res) => {
        // A wrapper that was mounted behind us keeps our functions, and calls them when its stream has data.
        const { write, end } = res;
        late = () => {
          source.push("piped");
          write.call(res, "late", "utf8", () => {});
          end.call(res, "late", "utf8", () => {});
        };
        source.pipe(res);
      },
      (_error, res) => {
        res.write("error ");
        late();
        void turns().then(() => res.end("page"));
      },
    );
    expect(final(await exchange(port)).body).toBe("error page");
  },
);

test("a pipeline ends one way or the other", async () => {
  let ended = false;
  const port = await serveWith(failing(), async (_, res) => {
    await pipeline(Readable.from(["a", "b"]), res).catch(() => {});
    ended = true;
  });
  expect(final(await exchange(port)).body).toBe("error page");
  while (!ended) await turns(1);
});

test("the status is that of the error, where it has one", async () => {
  const sessions = new FakeSessions("throwing", (session) => {
    session.commit = () => {
      throw Object.assign(storeError(), { code: "TOO_LARGE", status: 500 });
    };
  });
  const port = await serveWith(sessions, (_, res) => res.end("a"));
  expect(final(await exchange(port)).status).toBe("HTTP/1.1 500 Internal Server Error");
});
