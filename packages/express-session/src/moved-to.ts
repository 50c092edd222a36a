import { createHmac } from "node:crypto";
import { base64Signature, isSameText, MOVED_KEY, type Secret } from "@sess/connect-store";

/** In place of an id: it was ended, and nothing goes on. */
export const NOWHERE = "";

/**
 * What a native record says of where its session goes on: the id of a record in the connect store. It stands among the data, and apps let
 * requests name data: so it is signed, for this very session, and what anybody else writes there leads nowhere.
 */
export class MovedTo {
  readonly #nativeId: string;
  readonly #secrets: readonly Secret[];

  /** @param secrets all of them verify; the first one signs. */
  constructor(nativeId: string, secrets: readonly Secret[]) {
    this.#nativeId = nativeId;
    this.#secrets = secrets;
  }

  /** The id, or `NOWHERE`; undefined where the session has not moved. */
  in(data: object): string | undefined {
    const value: unknown = Reflect.get(data, MOVED_KEY);
    const [, sid, signature] = (typeof value === "string" && /^(.*)\.(.*)$/s.exec(value)) || [];
    if (sid === undefined || signature === undefined) return undefined;
    const isSigned = this.#secrets.some((secret) => isSameText(signature, this.#sign(sid, secret)));
    return isSigned ? sid : undefined;
  }

  /** Leaves nothing else: the data are elsewhere. */
  leave(data: object, sid: string): void {
    const [secret] = this.#secrets;
    if (secret === undefined) throw new TypeError("secret option required for sessions");
    for (const name of Object.keys(data)) Reflect.deleteProperty(data, name);
    Reflect.set(data, MOVED_KEY, `${sid}.${this.#sign(sid, secret)}`);
  }

  #sign(sid: string, secret: Secret): string {
    // By a key of its own: no such signature is one of a cookie's.
    const key = createHmac("sha256", secret).update("sess/express-session moved").digest();
    return base64Signature("sha256", `${this.#nativeId}\0${sid}`, key);
  }
}
