import { RedisStoreError } from "./redis-error.js";

/** What a primary says of itself. */
export interface Standing {
  /** Another text as soon as it has not been a primary, or not the one of the same slots, for a moment. */
  readonly reign: string;
  /** The node of a Cluster that says so. Another server by itself has no name that lasts. */
  readonly node?: string;
  /** Whether all changes in the slot are made here, and so announced here. */
  serves(slot: number): boolean;
}

/** Sends a command to the server in question. */
type Send = (command: string, args: (string | number)[]) => Promise<unknown>;

/** Undefined when the server is no primary. */
export type AskStanding = (send: Send) => Promise<Standing | undefined>;

/** A server draws a new id when it becomes a primary; whoever copies it has the same one, but is no primary. */
export const standingOfServer: AskStanding = async (send) => {
  const told = String(await send("INFO", ["replication"]));
  if (!/^role:master\r?$/m.test(told)) return undefined;
  const [, reign] = /^master_replid:(\w+)/m.exec(told) ?? [];
  if (reign === undefined) throw new RedisStoreError("INFO", "The server does not tell its master_replid.");
  return { reign, serves: () => true };
};

/** Of what every node tells of all others, the answer takes only what it says of itself. */
const OWN_LINE = `
return {
  string.match(redis.call('CLUSTER', 'INFO'), 'cluster_state:(%a+)'),
  string.match('\\n' .. redis.call('CLUSTER', 'NODES'), '\\n(%S+ %S+ myself[^\\n]*)')
}`;

/**
 * A node that takes over a slot, or a primary's place, raises its epoch: with the same epoch and the same slots it has had them all the
 * time. It does not need to be told that it is cut off, for it does not answer for its slots then.
 */
export const standingOfNode: AskStanding = async (send) => {
  const [state, line] = (await send("EVAL", [OWN_LINE, 0])) as [string, string];
  if (state !== "ok") throw new RedisStoreError("CLUSTERDOWN", "The node is cut off from its cluster.");
  const [node = "", , flags = "", , , , epoch, , ...tokens] = line.trim().split(" ");
  if (!flags.split(",").includes("master")) return undefined;
  const slots = tokens.filter((token) => !token.includes("-<-"));
  let own: Uint8Array | undefined;
  return {
    reign: [node, epoch, ...slots].join(" "),
    node,
    serves: (slot) => (own ??= ownSlots(slots))[slot] === 1,
  };
};

/** Of tokens such as `0-5460`, `7000`, and `[93->-id]` for a slot whose keys are on their way to another node. */
function ownSlots(tokens: readonly string[]): Uint8Array {
  const own = new Uint8Array(16_384);
  for (const token of tokens.filter((range) => !range.startsWith("["))) {
    const [first = 0, last = first] = token.split("-").map(Number);
    own.fill(1, first, last + 1);
  }
  for (const token of tokens) {
    const [, leaving] = /^\[(\d+)->-/.exec(token) ?? [];
    if (leaving !== undefined) own[Number(leaving)] = 0;
  }
  return own;
}
