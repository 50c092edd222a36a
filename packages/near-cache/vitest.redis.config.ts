import { serverSuite } from "../../vitest.shared.js";

// What needs real servers.
export default serverSuite({ name: "near-cache-redis", include: ["test/redis-*.test.ts"] });
