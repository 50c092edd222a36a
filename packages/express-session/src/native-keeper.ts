import { unlessEnded } from "./errors.js";
import { changesOf, fieldsOf } from "./fields.js";
import type { Keeper, Loaded } from "./keeper.js";
import { type MovedTo, NOWHERE } from "./moved-to.js";
import { changeNative, fieldsOfNative, recordOf } from "./native-data.js";
import type { NativeSession } from "./native-sessions.js";
import { Session } from "./session.js";
import { knownOf, type SessionShape } from "./session-shape.js";

const HERE = Symbol("in the native record");

/**
 * Keeps one request's session where it is: in the native record that the native cookie leads to. Its deadlines are the native ones.
 *
 * Another process may move it to the connect store meanwhile: whatever is written looks, in one step with the writing, whether it has
 * moved, and follows.
 */
export class NativeKeeper implements Keeper {
  /** Core moves the deadline when the head is written. */
  readonly canTouch = false;
  readonly #native: NativeSession;
  readonly #movedTo: MovedTo;
  readonly #connect: Keeper;
  /** From then on core would begin another session. */
  #ending: Promise<void> | undefined;

  /** @param connect where it goes on when it has moved. */
  constructor(native: NativeSession, movedTo: MovedTo, connect: Keeper) {
    this.#native = native;
    this.#movedTo = movedTo;
    this.#connect = connect;
  }

  /** As it is known. */
  get found(): Loaded {
    const fields = fieldsOfNative(this.#native);
    return { record: recordOf(fields), fields };
  }

  async load(): Promise<Loaded | undefined> {
    if (this.#ending !== undefined) return undefined;
    const sid = await unlessEnded(async () => {
      await this.#native.reload();
      return this.#movedTo.in(this.#native) ?? HERE;
    });
    if (sid === HERE) return this.found;
    return sid ? this.#connect.load(sid) : undefined;
  }

  async save(session: SessionShape): Promise<boolean> {
    if (this.#ending !== undefined) return false;
    const known = knownOf(session);
    const fields = fieldsOf(session);
    const changes = changesOf(known.fields ?? {}, fields);
    const sid = await unlessEnded(() =>
      this.#native.update((draft) => {
        const moved = this.#movedTo.in(draft);
        if (moved === undefined) changeNative(draft, changes);
        return moved ?? HERE;
      }),
    );
    if (sid === undefined || sid === NOWHERE) return false;
    if (sid !== HERE && !(await this.#connect.save(copyOf(session, sid)))) return false;
    known.fields = fields;
    return true;
  }

  async touch(): Promise<void> {}

  /** Once, though it is asked for twice. */
  destroy(): Promise<void> {
    return (this.#ending ??= this.#end().catch((error: unknown) => {
      this.#ending = undefined;
      throw error;
    }));
  }

  async #end(): Promise<void> {
    const sid = await unlessEnded(() =>
      this.#native.update((draft) => {
        const moved = this.#movedTo.in(draft);
        // Who is about to move it finds this, and stops.
        if (moved === undefined) this.#movedTo.leave(draft, NOWHERE);
        return moved;
      }),
    );
    if (sid) await this.#connect.destroy(sid);
    await this.#native.logout();
  }
}

/** The same session under another id. */
function copyOf(session: SessionShape, sid: string): SessionShape {
  const copy = new Session({ sessionID: sid }, session);
  knownOf(copy).fields = knownOf(session).fields;
  return copy;
}
