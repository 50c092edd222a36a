// A HASH: `v` is the version, `e` the deadline, and every other name is a field's with a dot in front.

/** ARGV: deadline, names and values… */
const CREATE = `
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  redis.call('HSET', KEYS[1], 'v', 1, 'e', ARGV[1], unpack(ARGV, 2))
  redis.call('PEXPIREAT', KEYS[1], ARGV[1])
  return 1
`;

const READ_MANY = `
  local records = {}
  for i, key in ipairs(KEYS) do records[i] = redis.call('HGETALL', key) end
  return records
`;

const CHECKED_VERSION = `
  local version = redis.call('HGET', KEYS[1], 'v')
  if not version then return 0 end
  if ARGV[2] ~= '' and ARGV[2] ~= version then return -1 end
`;

/** ARGV: channel, version or '', deadline or '', how many fields to set, names and values…, names to unset… */
const PATCH = `${CHECKED_VERSION}
  local unset = 5 + 2 * ARGV[4]
  redis.call('HSET', KEYS[1], 'v', version + 1, unpack(ARGV, 5, unset - 1))
  if unset <= #ARGV then redis.call('HDEL', KEYS[1], unpack(ARGV, unset)) end
  if ARGV[3] ~= '' then
    redis.call('HSET', KEYS[1], 'e', ARGV[3])
    redis.call('PEXPIREAT', KEYS[1], ARGV[3])
  end
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return version + 1
`;

const TOUCH = `${CHECKED_VERSION}
  redis.call('HSET', KEYS[1], 'e', ARGV[1])
  redis.call('PEXPIREAT', KEYS[1], ARGV[1])
  return tonumber(version)
`;

const DELETE = `${CHECKED_VERSION}
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return 1
`;

export function hash(redis, channel) {
  redis.defineCommand("hashCreate", { numberOfKeys: 1, lua: CREATE });
  redis.defineCommand("hashReadMany", { lua: READ_MANY });
  redis.defineCommand("hashPatch", { numberOfKeys: 1, lua: PATCH });
  redis.defineCommand("hashTouch", { numberOfKeys: 1, lua: TOUCH });
  redis.defineCommand("hashDelete", { numberOfKeys: 1, lua: DELETE });
  return {
    async create(key, { fields, expiresAt }) {
      const flat = Object.entries(fields).flatMap(([name, value]) => [`.${name}`, value]);
      return (await redis.hashCreate(key, expiresAt, ...flat)) === 1;
    },
    // Not hgetall(): it would make an object of its own.
    read: async (key) => decode(await redis.call("HGETALL", key)),
    readMany: async (keys) => (await redis.hashReadMany(keys.length, ...keys)).map(decode),
    async readManyPipelined(keys) {
      const pipeline = redis.pipeline();
      for (const key of keys) pipeline.call("HGETALL", key);
      return (await pipeline.exec()).map(([, reply]) => decode(reply));
    },
    patch(key, { set = {}, unset = [], expiresAt = "", ifVersion = "" }) {
      const flat = Object.entries(set).flatMap(([name, value]) => [`.${name}`, value]);
      const names = unset.filter((name) => !Object.hasOwn(set, name)).map((name) => `.${name}`);
      return redis.hashPatch(key, channel, ifVersion, expiresAt, flat.length / 2, ...flat, ...names);
    },
    touch: (key, expiresAt, ifVersion = "") => redis.hashTouch(key, expiresAt, ifVersion),
    delete: (key, ifVersion = "") => redis.hashDelete(key, channel, ifVersion),
  };
}

function decode(reply) {
  if (reply.length === 0) return undefined;
  const fields = Object.create(null);
  let version;
  let expiresAt;
  for (let i = 0; i < reply.length; i += 2) {
    const name = reply[i];
    const value = reply[i + 1];
    if (name === "v") version = Number(value);
    else if (name === "e") expiresAt = Number(value);
    else fields[name.slice(1)] = value;
  }
  return { fields, version, expiresAt };
}
