import { createHash, randomBytes } from "node:crypto";
import { keyOf, newToken } from "../src/token.js";

const token = newToken();

/** By what is done, the ways to do it: ours first. */
export const suites: Record<string, Record<string, () => unknown>> = {
  "a new token": {
    "@sess/core": newToken,
    "randomBytes each time": () => randomBytes(33).toString("base64url"),
  },
  "the store's key of a token": {
    "@sess/core": () => keyOf(token),
    "a hash object": () => createHash("sha256").update(`sess/v1\0${token}`).digest("base64url"),
  },
};
