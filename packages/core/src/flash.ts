import { FLASH_KEY } from "./fields.js";
import type { Scope } from "./scope.js";
import { update } from "./update.js";
import { refuse } from "./validate.js";

/*
 * Messages that are shown once. They are data like all others, under one name: so they are saved, moved and dropped with the
 * session, and `update` sees to it that none is lost, and none shown twice.
 */

/** Where no page shows them, the oldest go: else they would fill the session, and in the end nothing could be saved. */
const MOST_MESSAGES = 20;

type Message = readonly [key: string, text: string];

export async function addFlash(scope: Scope, key: unknown, text: unknown): Promise<void> {
  if (typeof key !== "string") refuse("addFlash(key)", key, "a text");
  if (typeof text !== "string") refuse("addFlash(key, message)", text, "a text");
  await update(scope, (data: object) => {
    Reflect.set(data, FLASH_KEY, [...messagesIn(data), [key, text]].slice(-MOST_MESSAGES));
  });
}

/** Costs nothing where there is no message, as on most pages. */
export async function takeFlash(scope: Scope, key: unknown): Promise<readonly string[]> {
  if (typeof key !== "string") refuse("takeFlash(key)", key, "a text");
  const isAsked = ([name]: Message): boolean => name === key;
  if (!messagesIn(scope.state.object ?? {}).some(isAsked)) return [];
  let taken: readonly Message[] = [];
  await update(scope, (data: object) => {
    const messages = messagesIn(data);
    taken = messages.filter(isAsked);
    const left = messages.filter((message) => !isAsked(message));
    if (left.length > 0) Reflect.set(data, FLASH_KEY, left);
    else Reflect.deleteProperty(data, FLASH_KEY);
  });
  return taken.map(([, text]) => text);
}

function messagesIn(data: object): readonly Message[] {
  const messages: unknown = Reflect.get(data, FLASH_KEY);
  return Array.isArray(messages) ? messages.filter(isMessage) : [];
}

function isMessage(value: unknown): value is Message {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}
