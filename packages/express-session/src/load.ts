import type { HttpExchange } from "@sess/core";
import type { Loaded } from "./keeper.js";
import { MovedTo } from "./moved-to.js";
import { NativeKeeper } from "./native-keeper.js";
import { recordOf } from "./native-data.js";
import { NativeExchange, type NativeRequest, type NativeSessions } from "./native-sessions.js";
import { moveToConnect } from "./native-to-connect.js";
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
  const { native } = state.settings;
  const loading = state.brought && firstFound(state);
  if (native === undefined) return loading;
  return loading?.then((found) => found ?? loadNative(state, native, new NativeExchange(exchange)));
}

/** Of several cookies that were signed here the first that leads to a session: another may be left over from another path or domain. */
async function firstFound(state: State): Promise<Loaded | undefined> {
  for (const id of state.ids) {
    const found = await state.settings.keeper.load(id.sid);
    if (found === undefined) continue;
    state.brought = id;
    state.came = id;
    return found;
  }
  return undefined;
}

/**
 * For a session that was there when the request began, and is gone: whether a native process has taken it over meanwhile. Then it is kept
 * there from now on.
 */
export async function follow(state: State, exchange: HttpExchange): Promise<boolean> {
  const { native } = state.settings;
  if (native === undefined || state.native !== undefined || state.brought === undefined) return false;
  const request = native.open(new NativeExchange(exchange), state.req);
  await request.loading;
  if (request.session.isNew) return false;
  stay(state, request, movedToOf(state, request));
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
  const movedTo = movedToOf(state, request);
  const moves = state.settings.nativeTo === "connect" || movedTo.in(request.session) !== undefined;
  if (moves) return move(state, request, movedTo);
  state.came = { sid: request.session.id, stale: false };
  return stay(state, request, movedTo);
}

function movedToOf({ secrets }: State, { session }: NativeRequest): MovedTo {
  return new MovedTo(session.id, secrets);
}

/** The session goes on in the native record. */
function stay(state: State, request: NativeRequest, movedTo: MovedTo): Loaded {
  const keeper = new NativeKeeper(request.session, movedTo, state.settings.keeper);
  state.native = request;
  state.keeper = keeper;
  return keeper.found;
}

/** The session goes on in the connect store, from now on by our own cookie. */
async function move(state: State, request: NativeRequest, movedTo: MovedTo): Promise<Loaded | undefined> {
  const { keeper } = state.settings;
  const moved = await moveToConnect(request.session, movedTo, keeper, async (fields) => {
    const session = state.generate(recordOf(fields));
    await keeper.save(session);
    return session.id;
  });
  if (moved !== undefined && moved.sid !== state.brought?.sid) state.came = { sid: moved.sid, stale: true };
  return moved;
}
