import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));
const manifests = readdirSync(new URL("../../packages", import.meta.url)).map((name) =>
  read(`packages/${name}/package.json`),
);

test("all published packages have one version, and keep it", () => {
  const published = manifests.filter((manifest) => !manifest.private);
  expect(read(".changeset/config.json").fixed.flat().sort()).toEqual(
    published.map(({ name }) => name).sort(),
  );
  expect(new Set(published.map(({ version }) => version)).size).toBe(1);
});

test("all of them are published openly, and with provenance", () => {
  for (const { publishConfig } of manifests)
    expect(publishConfig).toMatchObject({ access: "public", provenance: true });
});
