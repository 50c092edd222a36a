import type { HttpExchange } from "@sess/core";
import type { Loaded } from "./keeper.js";
import { NativeKeeper } from "./native-keeper.js";
import { NativeExchange, type NativeRequest, type NativeSessions } from "./native-sessions.js";
import { hasMoved, moveToConnect } from "./native-to-connect.js";
import type { State } from "./state.js";

/**
 * Finds the session of a request. First that of a native cookie, where native processes have begun some: it is the newer one, for they
 * take the other cookie away. Then the one of our own cookie. Where that leads to nothing, a native process may have taken it over: core
 * knows. Undefined, and nothing to wait for, where no cookie came.
 */
export function load(state: State, exchange: HttpExchange): Promise<Loaded | undefined> | undefined {
  const { native, name } = state.settings;
  // Without our own cookie: core would take a live session over, and a process of the old kind could not follow.
  const other = native && new NativeExchange(exchange, name);
  if (native === undefined || other?.cookieHeader === undefined) return loadOwn(state, exchange);
  return loadNative(state, native, other).then((found) => found ?? loadOwn(state, exchange));
}

function loadOwn(state: State, exchange: HttpExchange): Promise<Loaded | undefined> | undefined {
  const { brought, settings } = state;
  const { native } = settings;
  const loading = brought && settings.keeper.load(brought.sid);
  if (native === undefined) return loading;
  return loading?.then((found) => found ?? loadNative(state, native, new NativeExchange(exchange)));
}

/**
 * For a session that was there when the request began, and is gone: whether a native process has taken it over meanwhile. Then it is kept there from now
 * on.
 */
export async function follow(state: State, exchange: HttpExchange): Promise<boolean> {
  const { native } = state.settings;
  if (native === undefined || state.native !== undefined || state.brought === undefined) return false;
  const request = native.open(new NativeExchange(exchange), state.req);
  await request.loading;
  if (request.session.isNew) return false;
  stay(state, request);
  return true;
}

async function loadNative(
  state: State,
  native: NativeSessions,
  exchange: NativeExchange,
): Promise<Loaded | undefined> {
  const request = native.open(exchange, state.req);
  await request.loading;
  if (request.session.isNew) return undefined;
  // Another process may be a step ahead of this one.
  const moves = state.settings.nativeTo === "connect" || hasMoved(request.session);
  return moves ? move(state, request) : stay(state, request);
}

/** The session goes on in the native record. */
function stay(state: State, request: NativeRequest): Loaded {
  const keeper = new NativeKeeper(request);
  state.native = request;
  state.keeper = keeper;
  state.came = { sid: keeper.id, stale: false };
  return keeper.found;
}

/** The session goes on in the connect store, from now on by our own cookie. */
async function move(state: State, request: NativeRequest): Promise<Loaded | undefined> {
  const { keeper } = state.settings;
  const moved = await moveToConnect(request.session, keeper, async () => {
    const session = state.generate(new NativeKeeper(request).found.record);
    await keeper.save(session);
    return session.id;
  });
  if (moved !== undefined && moved.sid !== state.brought?.sid) state.came = { sid: moved.sid, stale: true };
  return moved;
}
