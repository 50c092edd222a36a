import type { LoadedSession, Sessions } from "@sess/core";
import { hostOf } from "./host.js";

/**
 * The session of a request that no wrapper sees: the upgrade to a WebSocket. It is read once, nothing is written, and no session
 * begins. Undefined when there is none.
 *
 * @example
 * const session = await loadSession(sessions, request);
 * if (session?.userId === undefined) return new Response(null, { status: 401 });
 * const { socket, response } = Deno.upgradeWebSocket(request);
 * @throws SessionError CROSS_ORIGIN (403) when a page of another origin opened it with this site's cookie; STORE_UNAVAILABLE (503)
 * when the store fails. `errorResponse(error)` answers.
 */
export function loadSession<Data extends object>(
  sessions: Pick<Sessions<Data>, "load">,
  request: Request,
): Promise<LoadedSession<Data> | undefined> {
  const header = (name: string): string | undefined => request.headers.get(name) ?? undefined;
  return sessions.load({
    method: request.method,
    headers: { cookie: header("cookie"), origin: header("origin"), host: hostOf(request) },
  });
}
