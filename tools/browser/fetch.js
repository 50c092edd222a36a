// Puts Chromium into the cache: `flock LOCK node fetch.js`. Who runs it holds the lock.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fillFolder, fromDebian } from "@sess/test-debian";
import { inCache, tree } from "./chromium.js";

/** Its own fonts: a system that has none would show empty pages. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

// Somebody else may have fetched it while this process waited for the lock.
if (!(await inCache())) {
  await fillFolder(tree(), async (root) => {
    // The oldest suite that has one: its programs run with the C library of every later one.
    await fromDebian(
      { suites: ["bookworm"], packages: ["chromium"], closure: true, except: ["libc6"] },
      root,
    );
    await writeFile(join(root, "fonts.conf"), fonts);
  }).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
