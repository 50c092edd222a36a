import type { webcrypto } from "node:crypto";

// The types of Node 20 know CryptoKey as a member of a module only; in Node it is a global, as in browsers.
declare global {
  interface CryptoKey extends webcrypto.CryptoKey {
    readonly algorithm: webcrypto.KeyAlgorithm;
  }
  const CryptoKey: { readonly prototype: CryptoKey; new (): CryptoKey };
}
