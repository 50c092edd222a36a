export { startBrowser, startProfile } from "./browser.js";
export { certificate } from "./certificate.js";
