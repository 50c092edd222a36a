import type { ConnectRecord } from "@sess/connect-store";
import { isEndedElsewhere } from "./errors.js";
import { changesOf, fieldsOf } from "./fields.js";
import type { Keeper, Loaded } from "./keeper.js";
import type { NativeRequest } from "./native-sessions.js";
import { knownOf, type SessionShape } from "./session-shape.js";

/** Keeps one request's session where it is: in the native record that the native cookie leads to. Its deadlines are the native ones. */
export class NativeKeeper implements Keeper {
  /** Core moves the deadline when the head is written. */
  readonly canTouch = false;
  readonly #native: NativeRequest;

  constructor(native: NativeRequest) {
    this.#native = native;
  }

  get id(): string {
    return this.#native.session.id;
  }

  /** As it is known. */
  get found(): Loaded {
    // Copies: what the app changes in them in place counts when it is saved, and not before.
    const record: ConnectRecord = structuredClone({ ...this.#native.session });
    return { record, fields: fieldsOf(record) };
  }

  async load(): Promise<Loaded | undefined> {
    return (await this.#unlessEnded(() => this.#native.session.reload())) ? this.found : undefined;
  }

  async save(session: SessionShape): Promise<boolean> {
    const native = this.#native.session;
    const known = knownOf(session);
    const fields = fieldsOf(session);
    const { set, unset } = changesOf(known.fields ?? {}, fields);
    for (const name of unset) Reflect.deleteProperty(native, name);
    for (const name of Object.keys(set))
      Reflect.set(native, name, structuredClone(Reflect.get(session, name)));
    if (!(await this.#unlessEnded(() => native.save()))) return false;
    known.fields = fields;
    return true;
  }

  async touch(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#native.session.logout();
  }

  async #unlessEnded(verb: () => PromiseLike<unknown>): Promise<boolean> {
    try {
      await verb();
      return true;
    } catch (error) {
      if (isEndedElsewhere(error)) return false;
      throw error;
    }
  }
}
