export { countingStore } from "./store/counting-store.js";
export type { CountingStore, IndexCalls, StoreCalls } from "./store/counting-store.js";
export type { Gate, PausePoint } from "./store/gate.js";
export { invalidationCases } from "./store/invalidation-cases.js";
export type { StoreCaseOptions, TestCase, TestClock } from "./store/options.js";
export { pausableStore } from "./store/pausable-store.js";
export type { PausableCall, PausableStore } from "./store/pausable-store.js";
export { sessionCases } from "./store/session-cases.js";
export { storeCases } from "./store/store-cases.js";
export { userIndexCases } from "./store/user-index-cases.js";
export { adapterCases } from "./adapter/adapter-cases.js";
export type {
  AdapterCase,
  AdapterSubject,
  RouteContext,
  RunningApp,
  TestApp,
  TestRoute,
} from "./adapter/options.js";
