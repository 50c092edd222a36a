import type { CookieAttributes, CookieData } from "./cookie-attributes.js";
import { cookieLine } from "./cookie-line.js";

/**
 * `session.cookie` of express-session: the attributes of the cookie and the deadline of the session, in one. Stores read `expires`,
 * `maxAge` and `originalMaxAge` of it, and put its JSON into the record.
 */
export class Cookie implements CookieAttributes {
  path = "/";
  /** What `expires` says. Own and enumerable: some stores read it by this name. */
  _expires: Date | string | null | false | undefined = null;
  /** How long the session lasts from each request on, in milliseconds. */
  originalMaxAge: number | null = null;
  httpOnly = true;
  declare domain?: string | undefined;
  declare secure?: boolean | "auto" | undefined;
  declare sameSite?: boolean | "lax" | "strict" | "none" | "auto" | undefined;
  declare partitioned?: boolean | undefined;
  declare priority?: "low" | "medium" | "high" | undefined;

  constructor(options?: CookieAttributes | null) {
    if (options && typeof options !== "object") throw new TypeError("argument options must be a object");
    // With what they inherit: the attributes may come from another cookie.
    for (const name in options) {
      if (name !== "data" && name !== "__proto__") Reflect.set(this, name, Reflect.get(options, name));
    }
    this.originalMaxAge ??= lengthOf(this);
  }

  /** When the session ends; null or false: with the browser. */
  get expires(): Date | string | null | false | undefined {
    return this._expires;
  }

  set expires(date: Date | string | null | false | undefined) {
    this._expires = date;
    this.originalMaxAge = lengthOf(this);
  }

  /** How long the session lasts from now, in milliseconds. */
  get maxAge(): number | null | undefined {
    const { _expires: expires } = this;
    // Whatever else is there means "no deadline", and is handed on as it is.
    return expires instanceof Date ? expires.valueOf() - Date.now() : (expires as null | undefined);
  }

  set maxAge(ms: number | Date | null | undefined) {
    if (ms && typeof ms !== "number" && !(ms instanceof Date)) {
      throw new TypeError("maxAge must be a number or Date");
    }
    this.expires = typeof ms === "number" ? new Date(Date.now() + ms) : ms;
  }

  /** The attributes, as they are stored: their order is part of the format. */
  get data(): CookieData {
    return {
      originalMaxAge: this.originalMaxAge,
      partitioned: this.partitioned,
      priority: this.priority,
      expires: this._expires,
      secure: this.secure,
      httpOnly: this.httpOnly,
      domain: this.domain,
      path: this.path,
      sameSite: this.sameSite,
    };
  }

  /** The value of a Set-Cookie header. */
  serialize(name: string, value: string): string {
    return cookieLine(name, value, this.data);
  }

  toJSON(): CookieData {
    return this.data;
  }
}

/** Whatever `expires` holds in place of a date is the length, too: a record keeps it so. No private member: apps clone cookies. */
function lengthOf({ maxAge }: Cookie): number | null {
  return maxAge as number | null;
}
