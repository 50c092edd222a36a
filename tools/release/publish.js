// Publishes what the registry does not have yet: `pnpm run release`, in the workflow. With --dry-run it shows what would go out.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { obstacle, withRepository } from "./manifest.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dryRun = process.argv.includes("--dry-run");

const reason = obstacle(process.env);
if (reason !== undefined) {
  console.error(reason);
  process.exit(1);
}

const manifests = readdirSync(join(root, "packages")).map((name) =>
  join(root, "packages", name, "package.json"),
);
const originals = manifests.map((file) => readFileSync(file, "utf8"));
try {
  manifests.forEach((file, index) => {
    const where = { repository: process.env.GITHUB_REPOSITORY, root, folder: dirname(file) };
    writeFileSync(file, `${JSON.stringify(withRepository(JSON.parse(originals[index]), where), null, 2)}\n`);
  });
  const args = [
    "publish",
    "--recursive",
    "--filter",
    "./packages/*",
    "--access",
    "public",
    "--no-git-checks",
  ];
  pnpm(...args, ...(dryRun ? ["--dry-run"] : []));
} finally {
  manifests.forEach((file, index) => writeFileSync(file, originals[index]));
}
if (!dryRun) pnpm("exec", "changeset", "tag");

function pnpm(...args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  execFileSync("npx", ["-y", packageManager, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NPM_CONFIG_PROVENANCE: String(!dryRun) },
  });
}
