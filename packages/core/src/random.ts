import { base64url } from "#crypto";

/** Asking the system for a few bytes costs 20 times as much as taking them from a pool. */
const POOL_BYTES = 8192;
const pool = new Uint8Array(POOL_BYTES);
let taken = POOL_BYTES;

/** Fresh bytes from the system's generator, as base64url. Throws when the generator does: there is no weaker source. */
export function randomText(byteLength: number): string {
  if (taken + byteLength > POOL_BYTES) {
    crypto.getRandomValues(pool);
    taken = 0;
  }
  const bytes = pool.subarray(taken, taken + byteLength);
  taken += byteLength;
  const text = base64url(bytes);
  // A secret that was given out must not be found in the pool later, in a heap dump for example.
  bytes.fill(0);
  return text;
}
