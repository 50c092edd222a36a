// A server taken out of packages or an image, with all of its libraries. It starts through the loader that came with
// it, so it does not matter which libraries this system has.
import { join } from "node:path";
import { firstOf, loaderName, triple } from "@sess/test-debian";

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
  const command = await firstOf(libraries.map((folder) => join(folder, loaderName)));
  const program = await firstOf(programs);
  if (command === undefined || program === undefined) return undefined;
  return { command, args: ["--library-path", libraries.join(":"), program] };
}
