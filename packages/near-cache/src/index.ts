export { nearCache } from "./near-cache.js";
export type { NearCache } from "./near-cache.js";
export type { NearCacheClock, NearCacheOptions } from "./options.js";
export type { BypassReason, NearCacheReport } from "./counters.js";
