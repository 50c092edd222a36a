import {
  type ConnectPort,
  connectPort,
  type ConnectRecord,
  type ConnectStore,
  queueOf,
} from "@sess/connect-store";
import { areSame, changesOf, fieldsOf } from "./fields.js";
import type { Keeper, Loaded } from "./keeper.js";
import { Session } from "./session.js";
import { knownOf, type SessionShape } from "./session-shape.js";

/**
 * Keeps sessions in a store that was written for express-session: the whole record, by the session's id.
 *
 * Such a store can only overwrite. So a record is read again before it is written: what others have changed meanwhile is kept, and what
 * they have ended stays ended. In this process, those who write one session take turns. Another process can still come between the
 * reading and the writing: that is one round trip, where it was the whole request.
 */
export function foreignKeeper(store: ConnectStore, timeoutMs: number): Keeper {
  const port = connectPort(store, { timeoutMs });
  const queue = queueOf(store);
  return {
    canTouch: port.canTouch,
    load: (sid) => load(port, sid),
    save: (session) => queue.run(session.id, () => save(port, session)),
    touch: (session) => queue.run(session.id, () => port.touch(session.id, session)),
    destroy: (sid) => queue.run(sid, () => port.destroy(sid)),
  };
}

async function load(port: ConnectPort, sid: string): Promise<Loaded | undefined> {
  const record = await port.get(sid);
  return record && { record, fields: fieldsOf(record) };
}

async function save(port: ConnectPort, session: SessionShape): Promise<boolean> {
  const known = knownOf(session);
  const current = known.fields && (await port.get(session.id));
  // One whose deadline has passed is gone by itself, and nobody has ended it.
  if (known.fields !== undefined && current === undefined) return hasPassed(session.cookie.expires);
  const mine = fieldsOf(session);
  await port.set(session.id, current ? withChangesOfOthers(session, current) : session);
  known.fields = mine;
  return true;
}

/** The session itself, where nobody else has changed it: stores get what express-session gives them. */
function withChangesOfOthers(session: SessionShape, current: ConnectRecord): SessionShape {
  const { fields = {} } = knownOf(session);
  if (areSame(fieldsOf(current), fields)) return session;
  const { set, unset } = changesOf(fields, fieldsOf(session));
  const merged = new Session({ sessionID: session.id }, current);
  merged.cookie = session.cookie;
  for (const name of unset) Reflect.deleteProperty(merged, name);
  for (const name of Object.keys(set)) Reflect.set(merged, name, Reflect.get(session, name));
  return merged;
}

function hasPassed(expires: unknown): boolean {
  return expires instanceof Date && expires.valueOf() <= Date.now();
}
