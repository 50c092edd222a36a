// One string: `1<deadline, 13 digits><version> `, then for every field `<length of name> <length of value> <name><value>`.
// Lengths count bytes. The deadline's place never moves, so that a touch rewrites 13 bytes.
import { Buffer, isAscii } from "node:buffer";

/** ARGV: channel, version or '', deadline or '', the new fields as in a frame, names to cut out… */
const PATCH = `
  local frame = redis.call('GET', KEYS[1])
  if not frame then return 0 end
  local find, sub = string.find, string.sub
  local _, at, version = find(frame, '^(%d+) ', 15)
  if not version or sub(frame, 1, 1) ~= '1' then return redis.error_reply('not a session') end
  if ARGV[2] ~= '' and ARGV[2] ~= version then return -1 end

  local cut = {}
  for i = 5, #ARGV do cut[ARGV[i]] = true end
  -- Every new string is hashed byte by byte: so few, and so late, as can be.
  local kept, from = '', at + 1
  while at < #frame do
    local field = at
    local _, to, name, value = find(frame, '^(%d+) (%d+) ', at + 1)
    at = to + name + value
    if cut[sub(frame, to + 1, to + name)] then
      local piece = sub(frame, from, field)
      kept = kept == '' and piece or kept .. piece
      from = at + 1
    end
  end

  local deadline = ARGV[3] == '' and sub(frame, 2, 14) or ARGV[3]
  local patched = '1' .. deadline .. version + 1 .. ' ' .. kept .. sub(frame, from) .. ARGV[4]
  if ARGV[3] == '' then redis.call('SET', KEYS[1], patched, 'KEEPTTL')
  else redis.call('SET', KEYS[1], patched, 'PXAT', deadline) end
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return version + 1
`;

const CHECKED_VERSION = `
  local head = redis.call('GETRANGE', KEYS[1], 0, 31)
  if head == '' then return 0 end
  local version = string.match(head, '^(%d+) ', 15)
  if not version or string.sub(head, 1, 1) ~= '1' then return redis.error_reply('not a session') end
  if ARGV[2] ~= '' and ARGV[2] ~= version then return -1 end
`;

/** ARGV: deadline, version or ''. PEXPIREAT comes last: a deadline in the past removes the key. */
const TOUCH = `${CHECKED_VERSION}
  redis.call('SETRANGE', KEYS[1], 1, ARGV[1])
  redis.call('PEXPIREAT', KEYS[1], ARGV[1])
  return tonumber(version)
`;

/** ARGV: channel, version or ''. */
const DELETE = `${CHECKED_VERSION}
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return 1
`;

export function inline(redis, channel) {
  redis.defineCommand("inlinePatch", { numberOfKeys: 1, lua: PATCH });
  redis.defineCommand("inlineTouch", { numberOfKeys: 1, lua: TOUCH });
  redis.defineCommand("inlineDelete", { numberOfKeys: 1, lua: DELETE });
  return {
    async create(key, { fields, expiresAt }) {
      const frame = `1${thirteenDigits(expiresAt)}1 ${encodeFields(fields)}`;
      return (await redis.set(key, frame, "PXAT", thirteenDigits(expiresAt), "NX")) === "OK";
    },
    read: async (key) => decode(await redis.getBuffer(key)),
    readMany: async (keys) => (await redis.mgetBuffer(keys)).map(decode),
    patch(key, { set = {}, unset = [], expiresAt, ifVersion = "" }) {
      const deadline = expiresAt === undefined ? "" : thirteenDigits(expiresAt);
      return redis.inlinePatch(
        key,
        channel,
        ifVersion,
        deadline,
        encodeFields(set),
        ...Object.keys(set),
        ...unset,
      );
    },
    touch: (key, expiresAt, ifVersion = "") => redis.inlineTouch(key, thirteenDigits(expiresAt), ifVersion),
    delete: (key, ifVersion = "") => redis.inlineDelete(key, channel, ifVersion),
  };
}

/** Until the year 2286. What ended before 2001 has ended. */
const thirteenDigits = (time) => String(Math.min(Math.max(time, 1e12), 1e13 - 1));

function encodeFields(fields) {
  let texts = "";
  for (const name in fields) texts += name + fields[name];
  const length = Buffer.byteLength(texts) === texts.length ? (text) => text.length : Buffer.byteLength;
  let frame = "";
  for (const name in fields) {
    const value = fields[name];
    frame += `${length(name)} ${length(value)} ${name}${value}`;
  }
  return frame;
}

/** In Latin-1 every byte is one character, so that lengths in bytes are places in the text. */
function decode(bytes) {
  if (bytes === null) return undefined;
  const frame = bytes.latin1Slice();
  const text = isAscii(bytes) ? (from, to) => frame.slice(from, to) : (from, to) => bytes.utf8Slice(from, to);
  const fields = Object.create(null);
  let at = 14;
  function number() {
    let value = 0;
    for (let digit; (digit = frame.charCodeAt(at++) - 48) >= 0;) value = value * 10 + digit;
    return value;
  }
  const version = number();
  while (at < frame.length) {
    const nameLength = number();
    const valueLength = number();
    const value = at + nameLength;
    fields[text(at, value)] = text(value, value + valueLength);
    at = value + valueLength;
  }
  return { fields, version, expiresAt: Number(frame.slice(1, 14)) };
}
