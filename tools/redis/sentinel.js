import { findBinary } from "./binary.js";
import { start } from "./server.js";
import { until } from "./until.js";

/** @typedef {import("./index.js").RedisServer} RedisServer */

const name = "sess";

/** @param {RedisServer} primary */
const configOf = (primary) => ({
  sentinel: [
    `monitor ${name} ${primary.host} ${primary.port} 2`,
    `down-after-milliseconds ${name} 1000`,
    `failover-timeout ${name} 5000`,
  ],
});

/**
 * What a sentinel knows of the primary.
 *
 * @param {RedisServer} sentinel
 */
async function viewOf(sentinel) {
  const list = /** @type {string[]} */ (await sentinel.command("SENTINEL", "MASTER", name));
  const pairs = Array.from({ length: list.length / 2 }, (_, index) => list.slice(index * 2, index * 2 + 2));
  return /** @type {Record<string, string>} */ (Object.fromEntries(pairs));
}

/** @param {RedisServer} server */
const replicationOf = async (server) => String(await server.command("INFO", "replication"));

/** @type {typeof import("./index.js").startSentinel} */
export async function startSentinel({ flavour, config } = {}) {
  const binary = await findBinary(flavour);
  /** @type {RedisServer[]} */
  const started = [];
  const stop = async () => void (await Promise.all(started.map((server) => server.stop())));
  const run = async (
    /** @type {import("./index.js").StartOptions} */ options,
    /** @type {string[]} */ ...args
  ) => {
    const server = await start(binary, options, args);
    started.push(server);
    return server;
  };

  try {
    let primary = await run({ config });
    let replica = await run({ config: { ...config, replicaof: `${primary.host} ${primary.port}` } });
    await until("the replica is in step", async () =>
      (await replicationOf(replica)).includes("master_link_status:up"),
    );
    const watch = () => run({ config: configOf(primary) }, "--sentinel");
    const sentinels = await Promise.all([watch(), watch(), watch()]);
    await until("the sentinels know one another", async () => {
      const views = await Promise.all(sentinels.map(viewOf));
      return views.every((view) => view["num-slaves"] === "1" && view["num-other-sentinels"] === "2");
    });

    return {
      name,
      get primary() {
        return primary;
      },
      get replica() {
        return replica;
      },
      sentinels,
      async failover() {
        await primary.kill();
        await until(
          `all sentinels name port ${replica.port}, and it is a primary`,
          async () => {
            const views = await Promise.all(sentinels.map(viewOf));
            return (
              views.every(({ port }) => port === String(replica.port)) &&
              (await replicationOf(replica)).includes("role:master")
            );
          },
          30_000,
        );
        [primary, replica] = [replica, primary];
        return primary;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
