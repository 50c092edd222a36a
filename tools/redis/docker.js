// Takes a server out of its official image, on machines without apt. It runs here, not in a container: signals and
// ports are the same as those of any other server.
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * @param {{ image: string }} flavour
 * @param {string} root
 */
export async function fromDocker({ image }, root) {
  if (process.platform !== "linux") throw new Error("docker: its programs run on Linux only");
  await run("docker", ["info"]).catch(() => Promise.reject(new Error("docker: it does not answer")));

  const { stdout } = await run("docker", ["create", image]);
  const container = stdout.trim();
  const archive = join(root, ".tar");
  try {
    await run("docker", ["export", "--output", archive, container]);
  } finally {
    await run("docker", ["rm", container]);
  }
  await run("tar", ["-x", "-f", archive, "-C", root, "usr/local/bin", "usr/lib"]);
  await rm(archive);
}
