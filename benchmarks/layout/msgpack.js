// One string: `1<deadline, 13 digits>`, then the version and the map of fields as MessagePack.
import { Buffer } from "node:buffer";

/** ARGV: channel, version or '', deadline or '', how many fields to set, names and values…, names to unset… */
const PATCH = `
  local frame = redis.call('GET', KEYS[1])
  if not frame then return 0 end
  if string.sub(frame, 1, 1) ~= '1' then return redis.error_reply('not a session') end
  local version, fields = cmsgpack.unpack(string.sub(frame, 15))
  if ARGV[2] ~= '' and tonumber(ARGV[2]) ~= version then return -1 end

  local unset = 5 + 2 * ARGV[4]
  for i = 5, unset - 1, 2 do fields[ARGV[i]] = ARGV[i + 1] end
  for i = unset, #ARGV do fields[ARGV[i]] = nil end

  local deadline = ARGV[3] == '' and string.sub(frame, 2, 14) or ARGV[3]
  local patched = '1' .. deadline .. cmsgpack.pack(version + 1, fields)
  if ARGV[3] == '' then redis.call('SET', KEYS[1], patched, 'KEEPTTL')
  else redis.call('SET', KEYS[1], patched, 'PXAT', deadline) end
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return version + 1
`;

const CHECKED_VERSION = `
  local head = redis.call('GETRANGE', KEYS[1], 0, 31)
  if head == '' then return 0 end
  if string.sub(head, 1, 1) ~= '1' then return redis.error_reply('not a session') end
  local _, version = cmsgpack.unpack_one(string.sub(head, 15))
  if ARGV[2] ~= '' and tonumber(ARGV[2]) ~= version then return -1 end
`;

const TOUCH = `${CHECKED_VERSION}
  redis.call('SETRANGE', KEYS[1], 1, ARGV[1])
  redis.call('PEXPIREAT', KEYS[1], ARGV[1])
  return version
`;

const DELETE = `${CHECKED_VERSION}
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return 1
`;

export function msgpack(redis, channel) {
  redis.defineCommand("msgpackPatch", { numberOfKeys: 1, lua: PATCH });
  redis.defineCommand("msgpackTouch", { numberOfKeys: 1, lua: TOUCH });
  redis.defineCommand("msgpackDelete", { numberOfKeys: 1, lua: DELETE });
  return {
    create: async (key, record) =>
      (await redis.set(key, encode(record), "PXAT", record.expiresAt, "NX")) === "OK",
    read: async (key) => decode(await redis.getBuffer(key)),
    readMany: async (keys) => (await redis.mgetBuffer(keys)).map(decode),
    patch(key, { set = {}, unset = [], expiresAt = "", ifVersion = "" }) {
      const entries = Object.entries(set);
      return redis.msgpackPatch(
        key,
        channel,
        ifVersion,
        expiresAt,
        entries.length,
        ...entries.flat(),
        ...unset.filter((name) => !Object.hasOwn(set, name)),
      );
    },
    touch: (key, expiresAt, ifVersion = "") => redis.msgpackTouch(key, expiresAt, ifVersion),
    delete: (key, ifVersion = "") => redis.msgpackDelete(key, channel, ifVersion),
  };
}

function encode({ fields, expiresAt }) {
  const entries = Object.entries(fields);
  let size = 18;
  for (const [name, value] of entries) size += 10 + Buffer.byteLength(name) + Buffer.byteLength(value);
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.latin1Write(`1${expiresAt}\x01`);
  const add = (byte) => (bytes[at++] = byte);
  if (entries.length < 16) add(0x80 | entries.length);
  else at = bytes.writeUInt16BE(entries.length, add(0xde) && at);
  for (const text of entries.flat()) {
    const length = Buffer.byteLength(text);
    if (length < 32) add(0xa0 | length);
    else if (length < 2 ** 8) at = bytes.writeUInt8(length, add(0xd9) && at);
    else if (length < 2 ** 16) at = bytes.writeUInt16BE(length, add(0xda) && at);
    else at = bytes.writeUInt32BE(length, add(0xdb) && at);
    at += bytes.utf8Write(text, at);
  }
  return bytes.subarray(0, at);
}

function decode(bytes) {
  if (bytes === null) return undefined;
  let at = 14;
  function unsigned(size) {
    at += size;
    return bytes.readUIntBE(at - size, size);
  }
  function number() {
    const type = bytes[at++];
    return type < 0x80 ? type : unsigned(2 ** (type - 0xcc));
  }
  const version = number();
  const mapType = bytes[at++];
  let count = mapType & 0x0f; // An empty table is an array to Lua.
  if (mapType === 0xde) count = unsigned(2);
  const fields = Object.create(null);
  function text() {
    const type = bytes[at++];
    const length = type < 0xc0 ? type & 0x1f : unsigned(2 ** (type - 0xd9));
    at += length;
    return bytes.utf8Slice(at - length, at);
  }
  while (count-- > 0) fields[text()] = text();
  return { fields, version, expiresAt: Number(bytes.latin1Slice(1, 14)) };
}
