// Sees to it that a browser is at hand: `node tools/browser/prefetch.js`. Tests then need not wait for it.
import { findChromium } from "./chromium.js";

const { version, path } = await findChromium();
console.log(`chromium-${version}: ${path}`);
