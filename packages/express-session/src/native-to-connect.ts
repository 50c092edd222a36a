import type { Keeper, Loaded } from "./keeper.js";
import type { NativeSession } from "./native-sessions.js";

/** Where a native session says which record of the connect store goes on in its place. */
const POINTER = "connectSid";

export interface Moved extends Loaded {
  readonly sid: string;
}

/**
 * Moves a native session into the connect store, once: of parallel requests one leaves the pointer, and the others follow it. The record
 * is there before the pointer is, so whoever finds the pointer and no record knows that the session was ended since.
 *
 * @param create puts a new record of this session into the connect store, and returns its id.
 */
export async function moveToConnect(
  native: NativeSession,
  keeper: Keeper,
  create: () => Promise<string>,
): Promise<Moved | undefined> {
  const sid = pointerOf(native) ?? (await leavePointer(native, keeper, await create()));
  const found = await keeper.load(sid);
  return found && { ...found, sid };
}

/** Whether its data are in the connect store by now. */
export function hasMoved(native: NativeSession): boolean {
  return pointerOf(native) !== undefined;
}

/** @returns the id of the record that counts: another request may have been faster. */
async function leavePointer(native: NativeSession, keeper: Keeper, made: string): Promise<string> {
  const sid = await native.update((draft) => {
    const there = pointerOf(draft);
    if (there !== undefined) return there;
    // What is left behind is nobody's session any more.
    for (const name of Object.keys(draft)) Reflect.deleteProperty(draft, name);
    Reflect.set(draft, POINTER, made);
    return made;
  });
  if (sid !== made) await keeper.destroy(made);
  return sid;
}

function pointerOf(session: object): string | undefined {
  const sid: unknown = Reflect.get(session, POINTER);
  return typeof sid === "string" ? sid : undefined;
}
