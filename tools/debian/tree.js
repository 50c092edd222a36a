// What a folder holds that packages were unpacked into.
import { access } from "node:fs/promises";

/** The folder of libraries, and the program that loads them. */
export const [triple, loaderName] =
  process.arch === "arm64"
    ? ["aarch64-linux-gnu", "ld-linux-aarch64.so.1"]
    : ["x86_64-linux-gnu", "ld-linux-x86-64.so.2"];

/** @param {string[]} paths */
export async function firstOf(paths) {
  for (const path of paths) {
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}
