// The promises about requests, as far as a run has measured what they are about.
import { atMost, shareAtMost } from "../report/bars.js";

/** Whom each framework is compared with. Of several stores in Redis, the cheapest counts. */
const peers = {
  express: {
    memory: "express-session, memory",
    redis: ["express-session, Redis", "express-session, Redis, ioredis"],
  },
  fastify: { memory: "@fastify/session, memory", redis: ["@fastify/session, Redis"] },
  koa: { memory: "koa-session, memory", redis: ["koa-session, Redis"] },
};

const UNIT = " µs";

/**
 * @param {Record<string, Record<string, import("./figures.js").Figures>>} figures by workload, then by contestant
 * @returns {import("../report/bars.js").Bar[]}
 */
export function barsOf(framework, figures, noise) {
  const of = (workload, name) => figures[workload]?.[name];
  const added = (workload, name) => of(workload, name)?.added.median;
  const peer = peers[framework];
  const least = (workload, figure) => {
    const found = peer.redis.map((name) => of(workload, name)).filter((own) => own !== undefined);
    return found.length === 0 ? undefined : Math.min(...found.map(figure));
  };
  const addedAtPeer = (workload) => least(workload, (own) => own.added.median);
  const share = (bar, limit, ours, peers, peersNoise = noise) => [
    [ours, peers],
    () => shareAtMost(bar, framework, limit, ours, peers, UNIT, peersNoise),
  ];
  const most = (bar, limit, value, unit) => [[value], () => atMost(bar, framework, limit, value, unit)];

  const redis = "@sess, Redis";
  const near = "@sess, near cache";
  const fastify = framework === "fastify";
  const bars = [
    most("anonymous: within the noise of bare", noise, added("anonymous", redis), UNIT),
    share(
      "read, near cache: a third of fast-jwt with its cache",
      1 / 3,
      added("read", near),
      added("read", "fast-jwt, cached"),
    ),
    most("read, near cache: 1.15 x bare", 1.15, fastify ? of("read", near)?.ratio : undefined, ""),
    share(
      "read, memory: a quarter of the peer",
      1 / 4,
      added("read", "@sess, memory"),
      added("read", peer.memory),
    ),
    share("read, Redis: a third of the peer", 1 / 3, added("read", redis), addedAtPeer("read")),
    most("read, Redis: one command", 1, commandsOf(of("read", redis)), ""),
    share(
      "read, Redis: less than fast-jwt without cache",
      1,
      added("read", redis),
      added("read", "fast-jwt"),
    ),
    share("write, Redis: half of the peer", 1 / 2, added("write", redis), addedAtPeer("write")),
    share(
      "forged, keys: a third of the peer",
      1 / 3,
      added("forged", `${redis}, keys`),
      added("forged", peer.memory),
    ),
    share(
      "CPU of Redis, read: half of the peer",
      1 / 2,
      of("read", redis)?.redisCpu,
      least("read", (own) => own.redisCpu),
      // What an idle Redis takes is its noise.
      of("read", "bare")?.redisCpu,
    ),
  ];
  return bars.filter(([needed]) => !needed.includes(undefined)).map(([, judge]) => judge());
}

const commandsOf = (own) => own && Object.values(own.commands).reduce((sum, count) => sum + count, 0);
