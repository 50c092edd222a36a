import { honoSession } from "@sess/hono";
import { visiting } from "@sess/test-fetch";
import { Stop, testSessions } from "@sess/test-visitor";
import { Hono } from "hono";
import { streamSSE, streamText } from "hono/streaming";
import { describe, expect, it } from "vitest";

/** Hono's own streams, which change the session when the head has left. */
function streaming(saveAtEnd: boolean) {
  const { sessions } = testSessions();
  const stop = new Stop();
  const app = new Hono().use(honoSession(sessions, { saveAtEnd }));
  app.get("/", (c) => c.json((c.get("session").visits ??= 1)));
  app.get("/text", (c) =>
    streamText(c, async (stream) => {
      await stream.write("a,");
      await stop.pass();
      c.get("session").visits = 7;
      await stream.write("b");
    }),
  );
  app.get("/events", (c) =>
    streamSSE(c, async (stream) => {
      await stop.pass();
      c.get("session").visits = 8;
      await c.get("session").save();
      await stream.writeSSE({ data: "done" });
    }),
  );
  return { alice: visiting((request) => app.fetch(request)), stop };
}

describe("what changes in a stream", () => {
  it.each([
    ["is not saved by itself", false, "1"],
    ["is, with saveAtEnd", true, "7"],
  ])("%s", async (_, saveAtEnd, visits) => {
    const { alice, stop } = streaming(saveAtEnd);
    await alice.ask("/");
    const asked = alice.ask("/text");
    await stop.reached;
    stop.release();
    expect((await asked).body).toBe("a,b");
    expect((await alice.ask("/")).body).toBe(visits);
  });

  it("is saved by session.save(), which the stream can wait for", async () => {
    const { alice, stop } = streaming(false);
    await alice.ask("/");
    const asked = alice.ask("/events");
    await stop.reached;
    stop.release();
    expect((await asked).body).toBe("data: done\n\n");
    expect((await alice.ask("/")).body).toBe("8");
  });
});
