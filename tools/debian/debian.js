// Takes programs out of Debian's packages, from the mirror that this system uses. It needs no root, and leaves the
// system's own packages and lists alone.
import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The text of apt's sources, without what is switched off. */
async function sources(folder = "/etc/apt") {
  const extra = await readdir(join(folder, "sources.list.d")).catch(() => []);
  const paths = ["sources.list", ...extra.map((name) => join("sources.list.d", name))];
  const texts = await Promise.all(
    paths
      .filter((path) => /\.(list|sources)$/.test(path))
      .map((path) => readFile(join(folder, path), "utf8").catch(() => "")),
  );
  const stanzas = texts.flatMap((text) => text.replace(/^\s*#.*\n?/gm, "").split(/\n\s*\n/));
  return stanzas.filter((stanza) => !/^Enabled:\s*no/im.test(stanza)).join("\n");
}

/**
 * What may be a Debian mirror. Others end in "/debian" too: those do not have the suites, or not Debian's signature.
 *
 * @param {string} [folder]
 */
export async function mirrors(folder) {
  const found = (await sources(folder)).match(/\bhttps?:\/\/\S+\/debian\/?(?=\s|$)/gm);
  if (found === null) throw new Error("apt: its sources name no Debian mirror");
  return [...new Set(found)];
}

/**
 * @typedef {object} Wanted
 * @property {string[]} suites
 * @property {string[]} packages
 * @property {boolean} [closure] With all that the packages depend on.
 * @property {string[]} [except] What the closure need not bring.
 */

/**
 * @param {Wanted} wanted
 * @param {string} root
 */
export async function fromDebian({ suites, packages, closure = false, except = [] }, root) {
  await run("apt-get", ["--version"]).catch(() => Promise.reject(new Error("apt: there is none")));
  const candidates = await mirrors();

  const work = join(root, ".apt");
  for (const folder of ["state/lists/partial", "cache", "packages/partial"])
    await mkdir(join(work, folder), { recursive: true });
  await writeFile(join(work, "status"), "");
  const options = [
    `Dir::State=${work}/state`,
    `Dir::State::status=${work}/status`,
    `Dir::Cache=${work}/cache`,
    `Dir::Cache::archives=${work}/packages`,
    `Dir::Etc::sourcelist=${work}/sources.list`,
    "Dir::Etc::sourceparts=/dev/null",
    "Acquire::Languages=none",
    "Acquire::Retries=3",
    "APT::Sandbox::User=",
    "Debug::NoLocking=1",
  ].flatMap((option) => ["-o", option]);
  const apt = (/** @type {string[]} */ ...args) =>
    run("apt-get", ["-qq", ...options, ...args], { cwd: join(work, "packages") });

  for (const uri of candidates) {
    const lines = suites.map((suite) => `deb [signed-by=${keyring}] ${uri} ${suite} main\n`);
    await writeFile(join(work, "sources.list"), lines.join(""));
    const updated = apt("update");
    if (uri === candidates.at(-1)) await updated;
    else if (await updated.catch(() => false)) break;
  }
  // Nothing counts as installed, so that the closure does not depend on what this system has.
  if (closure) await apt("install", "--download-only", "--no-install-recommends", "--yes", ...packages);
  else await apt("download", ...packages);
  for (const name of await readdir(join(work, "packages"))) {
    if (!name.endsWith(".deb") || except.includes(name.split("_")[0] ?? "")) continue;
    await run("dpkg-deb", ["--extract", join(work, "packages", name), root]);
  }
  await rm(work, { recursive: true });
}
