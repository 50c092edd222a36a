// What the store promises is what every store promises. So its tests are written already.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sessionCases, storeCases, userIndexCases } from "@sess/conformance";
import { afterAll, describe, it } from "vitest";
import { fileStore } from "../file-store.js";

const base = mkdtempSync(join(tmpdir(), "sess-file-store-"));
afterAll(() => rmSync(base, { recursive: true }));

/** The second store over the same folder, as after a restart: nothing may be kept in memory. */
const peers = new WeakMap();

/** @type {import("@sess/conformance").StoreCaseOptions<import("@sess/core").SessionStore>} */
const options = {
  makeStore(clock) {
    const folder = mkdtempSync(join(base, "store-"));
    const store = fileStore(folder, { clock });
    peers.set(store, fileStore(folder, { clock }));
    return store;
  },
  makePeer: (store) => peers.get(store),
};

describe.each(Object.entries({ storeCases, userIndexCases, sessionCases }))("%s", (_, cases) => {
  for (const { name, run } of cases(options)) it(name, run);
});
