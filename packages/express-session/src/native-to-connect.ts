import { unlessEnded } from "./errors.js";
import { areSame, type Fields } from "./fields.js";
import type { Keeper, Loaded } from "./keeper.js";
import { type MovedTo, NOWHERE } from "./moved-to.js";
import { fieldsOfNative } from "./native-data.js";
import type { NativeSession } from "./native-sessions.js";

/** A session that goes on in the connect store. */
export interface Moved extends Loaded {
  readonly sid: string;
}

/** Puts a new record with these data into the connect store, and returns its id. */
export type Create = (fields: Fields) => Promise<string>;

/**
 * Moves a native session into the connect store, once: of parallel requests one says where it is, and the others follow. The record
 * is there before, so whoever is led to a record that is missing knows that the session was ended since.
 */
export async function moveToConnect(
  native: NativeSession,
  movedTo: MovedTo,
  keeper: Keeper,
  create: Create,
): Promise<Moved | undefined> {
  const sid = movedTo.in(native) ?? (await move(native, movedTo, keeper, create));
  const found = sid === NOWHERE ? undefined : await keeper.load(sid);
  return found && { ...found, sid };
}

/** @returns the id of the record that counts. */
async function move(
  native: NativeSession,
  movedTo: MovedTo,
  keeper: Keeper,
  create: Create,
): Promise<string> {
  for (let fields = fieldsOfNative(native); ;) {
    const copied = fields;
    const made = await create(copied);
    const sid = await unlessEnded(() =>
      native.update((draft) => {
        const moved = movedTo.in(draft);
        if (moved !== undefined) return moved;
        fields = fieldsOfNative(draft);
        // Somebody has written since it was copied: that would be lost.
        if (!areSame(fields, copied)) return AGAIN;
        movedTo.leave(draft, made);
        return made;
      }),
    );
    if (sid === made) return made;
    await keeper.destroy(made);
    if (sid !== AGAIN) return sid ?? NOWHERE;
  }
}

const AGAIN = Symbol("copy it again");
