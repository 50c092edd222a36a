import { equal, hmac, importKey } from "#crypto";
import type { HmacKey, MaybePromise } from "./crypto/port.js";
import { andThen } from "./maybe-promise.js";
import { isToken, TOKEN_LENGTH } from "./token.js";

/** What a cookie's value turned out to be. `stale`: its tag is an older key's, so the cookie should be sent anew. */
export type OpenedCookie =
  | { readonly status: "ok"; readonly token: string; readonly stale: boolean }
  | { readonly status: "malformed" | "forged" };

/** Turns tokens into cookie values and back. */
export interface CookieSeal {
  seal(token: string): MaybePromise<string>;
  open(value: string): MaybePromise<OpenedCookie>;
}

/** Without keys the value is the token itself: 264 random bits need no signature. */
export const bareSeal: CookieSeal = {
  seal: (token) => token,
  open: (value) => (isToken(value) ? { status: "ok", token: value, stale: false } : { status: "malformed" }),
};

/** So many characters of the HMAC as base64url: 132 bits. */
const TAG_LENGTH = 22;
const SEPARATOR = ".";
const SEALED_GRAMMAR = /^[A-Za-z0-9_-]{44}\.[A-Za-z0-9_-]{22}$/;

/**
 * With keys the value is `token.tag`. A forged cookie is then refused before the store is asked, and who can write to the
 * store still cannot make a cookie. The first key signs, all of them verify.
 */
export class TagSeal implements CookieSeal {
  readonly #cookieName: string;
  #keys: MaybePromise<readonly HmacKey[]>;

  constructor(secrets: readonly Uint8Array[], cookieName: string) {
    this.#cookieName = cookieName;
    this.#keys = allOf(secrets.map(tagKey), (keys) => (this.#keys = keys));
  }

  seal(token: string): MaybePromise<string> {
    return andThen(this.#keys, ([first]) => {
      if (first === undefined) throw new TypeError("TagSeal needs a key");
      return andThen(this.#tag(first, token), (tag) => token + SEPARATOR + tag);
    });
  }

  open(value: string): MaybePromise<OpenedCookie> {
    if (!SEALED_GRAMMAR.test(value)) return { status: "malformed" };
    const token = value.slice(0, TOKEN_LENGTH);
    const tag = value.slice(TOKEN_LENGTH + SEPARATOR.length);
    return andThen(this.#keys, (keys) => this.#verify(keys, 0, token, tag));
  }

  #verify(keys: readonly HmacKey[], at: number, token: string, tag: string): MaybePromise<OpenedCookie> {
    const key = keys[at];
    if (key === undefined) return { status: "forged" };
    return andThen(this.#tag(key, token), (expected) =>
      equal(expected, tag) ? { status: "ok", token, stale: at > 0 } : this.#verify(keys, at + 1, token, tag),
    );
  }

  /** The name is part of what is signed: a cookie of one app is no cookie of another that has the same keys. */
  #tag(key: HmacKey, token: string): MaybePromise<string> {
    return andThen(hmac(key, `${this.#cookieName}=${token}`), (mac) => mac.slice(0, TAG_LENGTH));
  }
}

/** A subkey for this purpose alone: HKDF-Expand of RFC 5869 with one block, whose text in base64url is the key. */
function tagKey(secret: Uint8Array): MaybePromise<HmacKey> {
  return andThen(importKey(secret), (key) =>
    andThen(hmac(key, "sess/v1 cookie tag\x01"), (text) => importKey(new TextEncoder().encode(text))),
  );
}

function allOf<T>(
  values: MaybePromise<T>[],
  settled: (values: readonly T[]) => void,
): MaybePromise<readonly T[]> {
  const ready = values.filter((value): value is T => !(value instanceof Promise));
  if (ready.length === values.length) return ready;
  return Promise.all(values).then((all) => {
    settled(all);
    return all;
  });
}
