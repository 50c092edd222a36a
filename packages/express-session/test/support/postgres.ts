import { execFile, spawn } from "node:child_process";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder, fillFolder, fromDebian } from "@sess/test-debian";

const run = promisify(execFile);

export interface Postgres {
  /** For `pg`. */
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** A server of its own on 127.0.0.1: of this system, or out of Debian's packages. */
export async function startPostgres(): Promise<Postgres> {
  const { bin, env } =
    (process.env["SESS_POSTGRES"] === "fetched" ? undefined : await installed("/usr")) ?? (await fetched());
  const data = await mkdtemp(join(tmpdir(), "sess-postgres-"));
  // PostgreSQL refuses to run as root.
  const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) await chown(data, NOBODY, NOBODY);
  const options = { ...as, env: { ...process.env, ...env }, cwd: data };
  await run(
    join(bin, "initdb"),
    ["-D", data, "-U", "sess", "-A", "trust", "-E", "UTF8", "--no-sync"],
    options,
  );
  const port = await freePort();
  const settings = [
    "-c",
    "fsync=off",
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${data}`,
  ];
  const server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...settings], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("ready to accept connections")) resolve();
    });
    void ended.then(() => reject(new Error(`postgres ended: ${said}`)));
  });
  return {
    connectionString: `postgres://sess@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill("SIGINT");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

const NOBODY = 65534;
const isRoot: boolean = process.getuid?.() === 0;

interface Found {
  readonly bin: string;
  readonly env: Record<string, string>;
}

/** The newest below `usr`, as Debian lays it out. */
async function installed(usr: string): Promise<Found | undefined> {
  const folder = join(usr, "lib/postgresql");
  const versions = await readdir(folder).catch(() => []);
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1);
  return newest === undefined ? undefined : { bin: join(folder, newest, "bin"), env: {} };
}

async function fetched(): Promise<Found> {
  // Where the user that it runs as can read it.
  const root = isRoot ? join(tmpdir(), "sess-postgres-15") : cacheFolder("sess-postgres-15");
  const there = await installed(join(root, "usr"));
  if (there === undefined) {
    const wanted = { suites: ["bookworm"], packages: ["postgresql-15"], closure: true, except: ["libc6"] };
    await fillFolder(root, (partial) => fromDebian(wanted, partial));
  }
  const found = there ?? (await installed(join(root, "usr")));
  if (found === undefined) throw new Error("Debian's packages have no PostgreSQL");
  const libraries = await readdir(join(root, "usr/lib"));
  const paths = libraries
    .filter((name) => name.endsWith("-linux-gnu"))
    .map((name) => join(root, "usr/lib", name));
  return { ...found, env: { LD_LIBRARY_PATH: paths.join(":") } };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
