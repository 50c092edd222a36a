import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mirrors } from "../debian.js";

test("Debian's mirror is found in both forms of apt's sources", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sess-mirrors-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "sources.list.d"));
  await writeFile(
    join(folder, "sources.list"),
    "# deb http://old.example/debian bookworm main\ndeb [arch=amd64] http://one.example/debian/ bookworm main\n",
  );
  await writeFile(
    join(folder, "sources.list.d/debian.sources"),
    `Types: deb
URIs: https://off.example/debian
Suites: bookworm
Enabled: no

Types: deb
# a note between the lines
URIs: https://two.example/debian
Suites: bookworm

Types: deb
URIs: https://two.example/debian-security
Suites: bookworm-security
`,
  );
  expect(await mirrors(folder)).toEqual(["http://one.example/debian/", "https://two.example/debian"]);
});
