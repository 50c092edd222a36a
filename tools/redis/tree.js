// A server taken out of packages or an image, with all of its libraries. It starts through the loader that came with
// it, so it does not matter which libraries this system has.
import { access } from "node:fs/promises";
import { join } from "node:path";

const [triple, loader] =
  process.arch === "arm64"
    ? ["aarch64-linux-gnu", "ld-linux-aarch64.so.1"]
    : ["x86_64-linux-gnu", "ld-linux-x86-64.so.2"];

/** @param {string[]} paths */
async function firstOf(paths) {
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

/**
 * How to start the server of a tree, if there is one.
 *
 * @param {string} root
 */
export async function serverIn(root) {
  const libraries = ["usr/lib", "lib"].map((folder) => join(root, folder, triple));
  const programs = ["usr/bin", "usr/local/bin"].flatMap((folder) =>
    ["redis-server", "valkey-server"].map((name) => join(root, folder, name)),
  );
  const command = await firstOf(libraries.map((folder) => join(folder, loader)));
  const program = await firstOf(programs);
  if (command === undefined || program === undefined) return undefined;
  return { command, args: ["--library-path", libraries.join(":"), program] };
}
