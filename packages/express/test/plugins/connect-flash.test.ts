import { expressSession } from "@sess/express";
import flash from "connect-flash";
import { type TestSessions, testSessions, type Visitor, visitorAt } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { start } from "../support/server.js";
import { versions, type Express } from "../support/versions.js";

interface App extends TestSessions {
  readonly visitor: Visitor;
}

async function flashApp(express: Express): Promise<App> {
  const made = testSessions();
  const app = express();
  app.use(expressSession(made.sessions), flash());
  app.get("/tell/:type/:message", (req, res) => {
    req.flash(req.params.type, req.params.message);
    res.redirect("/read");
  });
  app.get("/tell-many", (req, res) => {
    req.flash("info", ["one", "two"]);
    req.flash("info", "%s has %d", "cart", 3);
    res.redirect("/read");
  });
  app.get("/read", (req, res) => res.json(req.flash("info")));
  app.get("/read-all", (req, res) => res.json(req.flash()));
  app.get("/read-streamed", (req, res) => {
    res.write("messages: ");
    res.end(JSON.stringify(req.flash("info")));
  });
  app.get("/unrelated", (_req, res) => res.json("ok"));
  return { ...made, visitor: visitorAt(await start(app)) };
}

describe.each(versions)("connect-flash on %s", (_, express) => {
  it("a message is there for the next request, once", async () => {
    const { visitor } = await flashApp(express);
    expect((await visitor.ask("/tell/info/saved")).status).toBe(302);
    expect(await visitor.json("/read")).toEqual(["saved"]);
    expect(await visitor.json("/read")).toEqual([]);
  });

  it("messages of several requests add up, each by a change deep in a field", async () => {
    const { visitor } = await flashApp(express);
    await visitor.ask("/tell/info/one");
    await visitor.ask("/tell/info/two");
    await visitor.ask("/tell/error/three");
    await visitor.ask("/unrelated");
    expect(await visitor.json("/read")).toEqual(["one", "two"]);
    expect(await visitor.json("/read-all")).toEqual({ error: ["three"] });
    expect(await visitor.json("/read-all")).toEqual({});
  });

  it("lists and formats", async () => {
    const { visitor } = await flashApp(express);
    await visitor.ask("/tell-many");
    expect(await visitor.json("/read")).toEqual(["one", "two", "cart has 3"]);
  });

  it("is read once also where the head has left before", async () => {
    const { visitor } = await flashApp(express);
    await visitor.ask("/tell/info/saved");
    expect((await visitor.ask("/read-streamed")).body).toBe('messages: ["saved"]');
    expect(await visitor.json("/read")).toEqual([]);
  });

  it("nothing is stored for who is told nothing and asks for nothing", async () => {
    const { visitor, records } = await flashApp(express);
    expect((await visitor.ask("/unrelated")).setCookies).toEqual([]);
    expect(records.size).toBe(0);
  });

  it("asking for messages begins a session, because connect-flash writes where it reads", async () => {
    const { visitor, records } = await flashApp(express);
    expect((await visitor.ask("/read")).setCookies).toHaveLength(1);
    expect(records.size).toBe(1);
  });
});
