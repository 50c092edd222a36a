export { countingStore } from "./store/counting-store.js";
export type { CountingStore, StoreCalls } from "./store/counting-store.js";
export type { StoreCaseOptions, TestCase, TestClock } from "./store/options.js";
export { pausableStore } from "./store/pausable-store.js";
export type { Gate, PausableStore, PausePoint } from "./store/pausable-store.js";
export { storeCases } from "./store/store-cases.js";
export { adapterCases } from "./adapter/adapter-cases.js";
export type {
  AdapterCase,
  AdapterSubject,
  RouteContext,
  RunningApp,
  TestApp,
  TestRoute,
} from "./adapter/options.js";
