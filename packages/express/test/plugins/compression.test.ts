import { expressSession } from "@sess/express";
import compression from "compression";
import { type TestSessions, testSessions, type Visitor, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { handler, jsonErrors } from "../support/handlers.js";
import { start } from "../support/server.js";
import { versions, type Express } from "../support/versions.js";

type Place = "before" | "after";

const PLACES: Place[] = ["before", "after"];
const LONG = "many words ".repeat(2000);
const GZIP = { headers: { "accept-encoding": "gzip" } };

async function compressedApp(express: Express, place: Place): Promise<TestSessions & { visitor: Visitor }> {
  const made = testSessions();
  const { sessions } = made;
  const app = express();
  if (place === "before") app.use(compression());
  app.use(expressSession(sessions));
  if (place === "after") app.use(compression());
  app.get("/write/send", (req, res) => {
    sessions.from(req).visits = 1;
    res.send(LONG);
  });
  app.get("/write/stream", (req, res) => {
    sessions.from(req).visits = 2;
    res.type("text").write(LONG);
    res.flush();
    res.end("end");
  });
  app.get(
    "/write/in-the-middle",
    handler(async (req, res) => {
      await sessions.from(req).save();
      res.type("text").write(LONG);
      sessions.from(req).visits = 3;
      res.end("end");
    }),
  );
  app.get("/visits", (req, res) => res.json(sessions.from(req).visits ?? null));
  app.use(jsonErrors);
  return { ...made, visitor: visitorAt(await start(app)) };
}

describe.each(versions)("compression on %s", (_, express) => {
  describe.each(PLACES)("mounted %s the session", (place) => {
    it.each([
      ["/write/send", LONG, 1],
      ["/write/stream", `${LONG}end`, 2],
      ["/write/in-the-middle", `${LONG}end`, 3],
    ])("%s is compressed, whole, and saved", async (path, body, visits) => {
      const { visitor } = await compressedApp(express, place);
      const answer = await visitor.ask(path, GZIP);
      expect(answer.headers.get("content-encoding")).toBe("gzip");
      expect(answer.body).toBe(body);
      expect(answer.setCookies).toHaveLength(1);
      expect(answer.headers.get("vary")?.split(/, ?/).sort()).toEqual(["Accept-Encoding", "Cookie"]);
      expect(await visitor.json("/visits")).toBe(visits);
    });

    it.each(["/write/send", "/write/stream"])(
      "%s becomes a 503 that can be read when the store fails",
      async (path) => {
        const { visitor, store } = await compressedApp(express, place);
        store.pauseNext("create").fail(new Error("down"));
        const { status, headers, body, setCookies } = await visitor.ask(path, GZIP);
        expect([status, setCookies]).toEqual([503, []]);
        expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
        expect(JSON.parse(body)).toMatchObject({ code: "STORE_UNAVAILABLE" });
      },
    );

    it("an answer that is not modified is 304", async () => {
      const { visitor } = await compressedApp(express, place);
      const { headers } = await visitor.ask("/write/send", GZIP);
      const etag = headers.get("etag") ?? "";
      const again = await visitor.ask("/write/send", { headers: { ...GZIP.headers, "if-none-match": etag } });
      expect([again.status, again.body, again.setCookies]).toEqual([304, "", []]);
    });
  });
});
