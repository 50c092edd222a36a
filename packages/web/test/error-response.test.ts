import { SessionError, type SessionErrorCode } from "@sess/core";
import { errorResponse } from "@sess/web";
import { HTTPException } from "hono/http-exception";
import { describe, expect, it, vi } from "vitest";

const error = (code: SessionErrorCode): SessionError => new SessionError(code, `why: ${code}`);
const asking = (accept?: string): Request =>
  new Request("http://app.test/", accept === undefined ? {} : { headers: { accept } });

/** The type of the body, and the body. */
async function shown(response: Response): Promise<[status: number, type: string | undefined, body: string]> {
  const type = response.headers.get("content-type")?.split(";")[0];
  return [response.status, type, await response.text()];
}

describe("errorResponse", () => {
  it.each([
    ["nothing", undefined, "text/plain"],
    ["a page", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/plain"],
    ["JSON or a page", "application/json, text/html;q=0.1", "text/plain"],
    ["a picture", "image/avif,image/*", "text/plain"],
    ["anything but JSON", "application/json;q=0", "text/plain"],
    ["JSON", "application/json", "application/json"],
    ["JSON, by many letters", "Application/JSON ; charset=utf-8;q=0.9", "application/json"],
    ["JSON of a kind", "application/problem+json", "application/json"],
    ["anything, as fetch() and curl do", "*/*", "application/json"],
    ["JSON among others", "application/json, text/plain, */*", "application/json"],
  ])("to a request that accepts %s", async (_, accept, type) => {
    const response = errorResponse(error("CSRF_TOKEN"), { request: asking(accept) });
    const body = type === "text/plain" ? "Forbidden\n" : '{"code":"CSRF_TOKEN","message":"why: CSRF_TOKEN"}';
    expect(await shown(response)).toEqual([403, type, body]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("is JSON, or is none, where the app says so", async () => {
    const json = await shown(errorResponse(error("LOGIN_REQUIRED"), { json: true }));
    expect(json).toEqual([
      401,
      "application/json",
      '{"code":"LOGIN_REQUIRED","message":"why: LOGIN_REQUIRED"}',
    ]);
    const text = errorResponse(error("LOGIN_REQUIRED"), { json: false, request: asking("application/json") });
    expect(await shown(text)).toEqual([401, "text/plain", "Unauthorized\n"]);
  });

  it.each([
    ["a store that is away", error("STORE_UNAVAILABLE"), 503, "Service Unavailable"],
    ["a session that nobody has opened", error("NOT_INSTALLED"), 500, "Internal Server Error"],
    ["a bug of the app's", new Error("my bug"), 500, "Internal Server Error"],
    ["what is no error", "my bug", 500, "Internal Server Error"],
  ])("tells nobody outside of %s, and the console all (16.5.1)", async (_, failure, status, message) => {
    const spy = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      expect(await shown(errorResponse(failure))).toEqual([status, "text/plain", `${message}\n`]);
      const json = await shown(errorResponse(failure, { json: true }));
      expect(json).toEqual([status, "application/json", JSON.stringify({ message })]);
      expect(spy.mock.calls).toEqual(Array(2).fill(["[sess] a request failed:", failure]));
    } finally {
      spy.mockRestore();
    }
  });

  it("tells the app's own log instead, of nothing below 500", () => {
    const log = vi.fn();
    errorResponse(error("CROSS_ORIGIN"), { log });
    expect(log).not.toHaveBeenCalled();
    const bug = new Error("my bug");
    errorResponse(bug, { log });
    expect(log.mock.calls).toEqual([[bug]]);
  });

  it("is the error's own where it has one: Hono's HTTPException", async () => {
    const log = vi.fn();
    const own = (status: 422 | 502): Response =>
      errorResponse(new HTTPException(status, { message: "because" }), { json: true, log });
    expect([own(422).status, await own(422).text()]).toEqual([422, "because"]);
    expect(log).not.toHaveBeenCalled();
    expect(own(502).status).toBe(502);
    expect(log).toHaveBeenCalledTimes(1);
  });
});
