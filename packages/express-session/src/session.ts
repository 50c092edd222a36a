import type { Cookie } from "@sess/connect-store";
import { answer, type VerbCallback } from "./answer.js";
import type { SessionRequest } from "./request.js";
import { addKnown, type SessionShape } from "./session-shape.js";
import { verbsOf } from "./verbs.js";

/**
 * `req.session`: the app's data are its own properties, with `cookie` among them; the verbs are on its prototype. It has no other
 * members, for each of them would be a name that data cannot have.
 */
export class Session implements SessionShape {
  declare readonly id: string;
  declare readonly req: SessionRequest;
  declare cookie: Cookie;

  /** @param data a record; what would hide a verb, or what every object has, is left out. */
  constructor(req: Pick<SessionRequest, "sessionID">, data?: object | null) {
    Object.defineProperty(this, "req", { value: req });
    Object.defineProperty(this, "id", { value: req.sessionID });
    addKnown(this);
    if (typeof data !== "object" || data === null) return;
    for (const name in data) {
      if (!(name in this)) Reflect.set(this, name, Reflect.get(data, name));
    }
  }

  /** Begins the session's life anew: it lasts as long from now as it did from its last request. */
  touch(): this {
    return this.resetMaxAge();
  }

  /** The same. */
  resetMaxAge(): this {
    this.cookie.maxAge = this.cookie.originalMaxAge;
    return this;
  }

  /** Saves now. Without a callback, what is returned can be awaited. */
  save(callback?: VerbCallback): this & PromiseLike<void> {
    return answer(this, verbsOf(this).save(this), callback);
  }

  /** Reads the session again, into a new object at `req.session`. */
  reload(callback?: VerbCallback): this & PromiseLike<void> {
    return answer(this, verbsOf(this).reload(this), callback);
  }

  /** Ends the session, and takes it off the request. The browser is told to forget the cookie. */
  destroy(callback?: VerbCallback): this & PromiseLike<void> {
    return answer(this, verbsOf(this).destroy(this), callback);
  }

  /** Ends the session, and begins an empty one, with a new id, in a new object at `req.session`. */
  regenerate(callback?: VerbCallback): this & PromiseLike<void> {
    return answer(this, verbsOf(this).regenerate(this), callback);
  }
}
