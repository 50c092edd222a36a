export { memoryStore } from "./memory-store.js";
export type { MemoryStore } from "./memory-store.js";
export type { Eviction, MemoryStoreOptions } from "./options.js";
