import { startCluster, type RedisCluster } from "@sess/test-redis";
import { afterAll, beforeAll, describe } from "vitest";
import { CLUSTERS } from "./support/clusters.js";
import { conforms } from "./support/conformance.js";

const PASSWORD = "secret";

describe("a cluster of three primaries, with a password", () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await startCluster({ config: { requirepass: PASSWORD } });
  });

  afterAll(() => cluster.stop());

  describe.concurrent.each(CLUSTERS)("%s", (name, makeClient) => {
    conforms(() => makeClient(cluster, PASSWORD), `${name.replace(" ", "-")}:`);
  });
});
