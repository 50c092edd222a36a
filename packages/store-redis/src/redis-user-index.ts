import { createHash } from "node:crypto";
import type { UserIndex } from "@sess/core";
import { deadlineText } from "./frame.js";
import type { Link } from "./link.js";
import { isText, listOf } from "./replies.js";
import { Script } from "./script.js";

/**
 * A user's list is a sorted set: member is the session's key, score its absolute deadline. A revoked session stays until
 * then with its score negative, so that an interrupted revocation can be finished. The key expires with its last member.
 */
const TIME = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], -now, now)
`;

const ADD = new Script(`${TIME}
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', math.max(-first[2], last[2] + 0)))
`);

const CONFIRM = new Script(`${TIME}
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or score + 0 < 0 then return 0 end
if ARGV[2] then
  local replaced = redis.call('ZSCORE', KEYS[1], ARGV[2])
  if replaced and replaced + 0 < 0 then return 0 end
  redis.call('ZREM', KEYS[1], ARGV[2])
end
return 1
`);

const REMOVE = new Script(`
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if score and score + 0 > 0 then redis.call('ZREM', KEYS[1], ARGV[1]) end
`);

const LIST = new Script(`${TIME}
return redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')
`);

const REVOKE = new Script(`${TIME}
local revoked = {}
local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #all, 2 do
  local key, score = all[i], all[i + 1] + 0
  if score > 0 and key ~= ARGV[1] then
    redis.call('ZADD', KEYS[1], -score, key)
    score = -score
  end
  if score < 0 then revoked[#revoked + 1] = key end
end
return revoked
`);

/** Sessions by user, each user's list in one key. */
export class RedisUserIndex implements UserIndex {
  readonly #link: Link;
  readonly #prefix: string;

  constructor(link: Link, prefix: string) {
    this.#link = link;
    this.#prefix = prefix;
  }

  async add(userId: string, key: string, expiresAt: number): Promise<void> {
    await this.#run(ADD, userId, [key, deadlineText(expiresAt)]);
  }

  async confirm(userId: string, key: string, replaced?: string): Promise<boolean> {
    return (await this.#run(CONFIRM, userId, replaced === undefined ? [key] : [key, replaced])) === 1;
  }

  async remove(userId: string, key: string): Promise<void> {
    await this.#run(REMOVE, userId, [key]);
  }

  async list(userId: string): Promise<readonly string[]> {
    return listOf(await this.#run(LIST, userId, [])).filter(isText);
  }

  async revoke(userId: string, except?: string): Promise<readonly string[]> {
    return listOf(await this.#run(REVOKE, userId, except === undefined ? [] : [except])).filter(isText);
  }

  #run(script: Script, userId: string, args: readonly (string | number)[]): Promise<unknown> {
    return script.run(this.#link, [this.#keyOf(userId)], args);
  }

  /** A user id may be an address or a name, and hold any character: key names show up in monitors and slow logs. */
  #keyOf(userId: string): string {
    return `${this.#prefix}user:${createHash("sha256").update(userId).digest("base64url")}`;
  }
}
