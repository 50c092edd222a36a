/** @type {typeof import("./index.js").externalRedisUrl} */
export const externalRedisUrl = () => process.env.REDIS_URL || undefined;
