import { vi } from "vitest";

// Fewer rounds: there are many passwords to check here.
vi.mock("node:crypto", async (importOriginal) => {
  const real = /** @type {typeof import("node:crypto")} */ (await importOriginal());
  /** @type {(password: string, salt: string | Buffer, bytes: number, cost: unknown, done: (error: Error | null, key: Buffer) => void) => void} */
  const scrypt = (password, salt, bytes, _cost, done) => real.scrypt(password, salt, bytes, { N: 256 }, done);
  return { ...real, scrypt };
});
