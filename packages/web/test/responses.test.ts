import { openSession } from "@sess/web";
import { testSessions } from "@sess/test-visitor";
import { describe, expect, it } from "vitest";

/** Changes a new visitor's session, and commits with this response. */
async function committed(response: Response, change = true): Promise<Response> {
  const { sessions } = testSessions();
  const request = new Request("http://app.test/");
  const { commit } = await openSession(sessions, request);
  if (change) sessions.from(request).visits = 1;
  return commit(response);
}

const namesOf = (response: Response): (string | undefined)[] =>
  response.headers.getSetCookie().map((line) => line.split("=")[0]);

describe("the response that goes out", () => {
  it("is the very one where nothing is set", async () => {
    const response = new Response("page");
    expect(await committed(response, false)).toBe(response);
  });

  it("keeps status, text, headers and body", async () => {
    const answer = await committed(
      new Response("made", { status: 201, statusText: "Just made", headers: { "X-App": "yes" } }),
    );
    expect([answer.status, answer.statusText, await answer.text()]).toEqual([201, "Just made", "made"]);
    expect(answer.headers.get("x-app")).toBe("yes");
    expect(answer.headers.get("content-type")).toBe("text/plain;charset=UTF-8");
    expect(namesOf(answer)).toEqual(["sid"]);
  });

  it("keeps the cookies of others, each on a line of its own (C-03, V-28, T-29)", async () => {
    const headers = new Headers([
      ["Set-Cookie", "a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT"],
      ["Set-Cookie", "b=2"],
      ["Vary", "Accept"],
    ]);
    const answer = await committed(new Response("page", { headers }));
    expect(namesOf(answer)).toEqual(["a", "b", "sid"]);
    expect(answer.headers.get("vary")).toBe("Accept, Cookie");
  });

  it.each([
    ["Response.redirect()", () => Response.redirect("http://app.test/home", 303)],
    ["fetch()", () => fetch("data:text/plain,remote")],
  ])("may be one whose headers cannot be set: of %s", async (_, make) => {
    const response = await make();
    expect(() => response.headers.set("X", "1")).toThrow(TypeError);
    const answer = await committed(response);
    expect([answer.status, answer.headers.get("location"), await answer.text()]).toEqual([
      response.status,
      response.headers.get("location"),
      response.status === 303 ? "" : "remote",
    ]);
    expect(namesOf(answer)).toEqual(["sid"]);
  });

  it.each([204, 205, 304])("of status %s has no body, and the cookie", async (status) => {
    const answer = await committed(new Response(null, { status }));
    expect([answer.status, answer.body, namesOf(answer)]).toEqual([status, null, ["sid"]]);
  });

  it("leaves a constant of the app's as it is: one user's cookie is not for the next (T-24)", async () => {
    const noContent = new Response(null, { status: 204 });
    const answers = [await committed(noContent), await committed(noContent)];
    expect(answers.map(namesOf)).toEqual([["sid"], ["sid"]]);
    expect(namesOf(noContent)).toEqual([]);
  });

  it("streams its body, and reads none of it before", async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulled++;
          controller.enqueue(new Uint8Array([65]));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await committed(new Response(body));
    expect(pulled).toBe(0);
    expect(await answer.text()).toBe("A");
  });

  it("is not copied where it has no head of HTTP's: it is known by its identity, and gets no cookie", async () => {
    const { sessions, events, records } = testSessions();
    const request = new Request("http://app.test/");
    const { commit } = await openSession(sessions, request);
    sessions.from(request).visits = 1;
    const response = Response.error();
    expect(await commit(response)).toBe(response);
    expect([events, records.size]).toEqual([["begun_too_late"], 0]);
  });
});

describe("a commit that fails", () => {
  it("lets go of what the response's body holds open", async () => {
    const { sessions, store } = testSessions();
    const request = new Request("http://app.test/");
    const { session, commit } = await openSession(sessions, request);
    session.visits = 1;
    store.pauseNext("create").fail(new Error("down"));
    let cancelled = false;
    const response = new Response(new ReadableStream({ cancel: () => void (cancelled = true) }));
    await expect(commit(response)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", status: 503 });
    expect(cancelled).toBe(true);
  });

  it("is not made good by a second one: the answer to the error goes out as it is", async () => {
    const { sessions, store, records } = testSessions();
    const request = new Request("http://app.test/");
    const { session, commit } = await openSession(sessions, request);
    session.visits = 1;
    store.pauseNext("create").fail(new Error("down"));
    await commit(new Response("page")).catch(() => undefined);
    const sorry = new Response("sorry", { status: 503 });
    expect(await commit(sorry)).toBe(sorry);
    expect(records.size).toBe(0);
  });
});
