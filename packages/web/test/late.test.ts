import { openSession, webSession } from "@sess/web";
import { Stop, testSessions } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";
import { visiting } from "@sess/test-fetch";

const text = new TextEncoder();

/** An app that counts visits, and at /stream changes the session while its body is being sent. */
function streaming(saveAtEnd: boolean, late: (save: () => Promise<void>) => Promise<void> = async () => {}) {
  const made = testSessions();
  const { sessions } = made;
  const handler = webSession(sessions, { saveAtEnd })((request) => {
    const session = sessions.from(request);
    if (new URL(request.url).pathname === "/") return Response.json((session.visits ??= 1));
    let parts = 0;
    return new Response(
      new ReadableStream({
        async pull(controller) {
          controller.enqueue(text.encode("part,"));
          if (++parts < 2) return;
          session.visits = 7;
          await late(() => session.save());
          controller.close();
        },
      }),
    );
  });
  return { ...made, handler, alice: visiting(handler) };
}

describe("what changes while the body is being sent", () => {
  it("is not saved by itself", async () => {
    const { alice } = streaming(false);
    await alice.ask("/");
    expect((await alice.ask("/stream")).body).toBe("part,part,");
    expect((await alice.ask("/")).body).toBe("1");
  });

  it("is saved by session.save(), which the stream can wait for", async () => {
    const { alice } = streaming(false, (save) => save());
    await alice.ask("/");
    await alice.ask("/stream");
    expect((await alice.ask("/")).body).toBe("7");
  });

  it("by session.save(): a session that would begin then says that it is too late", async () => {
    const { alice, records } = streaming(false, async (save) => {
      await expect(save()).rejects.toMatchObject({ code: "HEAD_SENT" });
    });
    await alice.ask("/stream");
    expect(records.size).toBe(0);
  });

  it("is saved by finish() of whoever opened the session by hand", async () => {
    const { sessions } = testSessions();
    const opened = await openSession(sessions, new Request("http://app.test/"));
    opened.session.visits = 1;
    const first = await opened.commit(new Response());
    opened.session.visits = 2;
    await opened.finish();
    const [cookie = ""] = first.headers.getSetCookie()[0]?.split(";") ?? [];
    const next = await openSession(sessions, new Request("http://app.test/", { headers: { cookie } }));
    expect(next.session.visits).toBe(2);
  });
});

describe("with saveAtEnd", () => {
  it("is saved before the body ends", async () => {
    const { alice, store } = streaming(true);
    await alice.ask("/");
    const gate = store.pauseNext("patch");
    const asked = alice.ask("/stream");
    await gate.reached;
    const other = alice.copy();
    expect((await other.ask("/")).body).toBe("1");
    gate.release();
    expect((await asked).body).toBe("part,part,");
    expect((await other.ask("/")).body).toBe("7");
  });

  it("a store that fails then: the body ends, and an event tells", async () => {
    const { alice, store, events } = streaming(true);
    await alice.ask("/");
    store.pauseNext("patch").fail(new Error("down"));
    expect((await alice.ask("/stream")).body).toBe("part,part,");
    expect(events).toContain("save_failed");
  });

  it("a body that breaks off: what came before is saved, and the reader hears of the error", async () => {
    const { alice } = streaming(true, () => Promise.reject(new Error("no more")));
    await alice.ask("/");
    await expect(alice.ask("/stream")).rejects.toThrow("no more");
    expect((await alice.ask("/")).body).toBe("7");
  });

  it("a client that leaves: the source hears of it first, and what it changes then is saved", async () => {
    const { sessions } = testSessions();
    const left = new Stop();
    const handler = webSession(sessions, { saveAtEnd: true })((request) => {
      const session = sessions.from(request);
      if (new URL(request.url).pathname === "/") return Response.json((session.visits ??= 1));
      return new Response(
        new ReadableStream({
          cancel: async () => {
            await left.pass();
            session.visits = 9;
          },
        }),
      );
    });
    const alice = visiting(handler);
    await alice.ask("/");
    const { body } = await handler(new Request("http://app.test/s", { headers: { cookie: alice.cookie } }));
    const leaving = body?.cancel("gone");
    await left.reached;
    left.release();
    await leaving;
    expect((await alice.ask("/")).body).toBe("9");
  });

  it("a response without a body stays without one", async () => {
    const { sessions } = testSessions();
    const { commit } = await openSession(sessions, new Request("http://app.test/"), { saveAtEnd: true });
    expect((await commit(new Response(null, { status: 204 }))).body).toBeNull();
  });
});
