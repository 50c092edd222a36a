/**
 * The primitives that differ by platform: what `#crypto` resolves to. `node.ts` serves Node, Bun and Deno, where they
 * are synchronous; `web.ts` serves every other runtime by Web Crypto, where they are not.
 */
export type MaybePromise<T> = T | Promise<T>;

/** A prepared HMAC-SHA-256 key. Opaque. */
export interface HmacKey {
  readonly algorithm: object | string;
}

/** Base64url without padding (RFC 4648, section 5). */
export declare function base64url(bytes: Uint8Array): string;
/** SHA-256 of the text's UTF-8 bytes, as base64url. */
export declare function sha256(text: string): MaybePromise<string>;
/** Prepares a key, so that a request does not pay for it. */
export declare function importKey(secret: Uint8Array): MaybePromise<HmacKey>;
/** HMAC-SHA-256 over the text's UTF-8 bytes, as base64url. */
export declare function hmac(key: HmacKey, text: string): MaybePromise<string>;
/** Compares in a time that does not depend on where the texts differ. */
export declare function equal(a: string, b: string): boolean;
