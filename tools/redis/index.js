export { startCluster } from "./cluster.js";
export { externalRedisUrl } from "./external.js";
export { startProxy } from "./proxy.js";
export { startSentinel } from "./sentinel.js";
export { startRedis } from "./server.js";
export { until } from "./until.js";
