import type { OldData } from "@sess/core";
import { isObject } from "./old-records.js";

/**
 * Who is signed in by passport: what its `serializeUser` gave, where that is a text or a number. For anything else write a function of
 * your own.
 */
export function passportUser({ passport }: OldData): string | undefined {
  const user = isObject(passport) ? passport["user"] : undefined;
  return typeof user === "string" || typeof user === "number" ? String(user) : undefined;
}
