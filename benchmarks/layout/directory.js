// One string with all lengths in front: `1<deadline, 13 digits><version>,<length of name>:<length of value>…;<name><value>…`.
import { Buffer } from "node:buffer";

/** ARGV: channel, version or '', deadline or '', lengths of the new fields, their texts, names to cut out… */
const PATCH = `
  local frame = redis.call('GET', KEYS[1])
  if not frame then return 0 end
  local sub = string.sub
  local version, first = string.match(frame, '^(%d+)()', 15)
  if not version or sub(frame, 1, 1) ~= '1' then return redis.error_reply('not a session') end
  if ARGV[2] ~= '' and ARGV[2] ~= version then return -1 end

  local cut = {}
  for i = 6, #ARGV do cut[ARGV[i]] = true end
  local last = string.find(frame, ';', first, true)
  local directory = sub(frame, first, last - 1)
  local lengths, texts = '', ''
  local fromLengths, fromText, at = 1, last + 1, last + 1
  for entry, name, value, nextEntry in string.gmatch(directory, '(),(%d+):(%d+)()') do
    local next = at + name + value
    if cut[sub(frame, at, at + name - 1)] then
      local piece = sub(frame, fromText, at - 1)
      texts = texts == '' and piece or texts .. piece
      lengths = lengths .. sub(directory, fromLengths, entry - 1)
      fromLengths, fromText = nextEntry, next
    end
    at = next
  end

  local deadline = ARGV[3] == '' and sub(frame, 2, 14) or ARGV[3]
  local patched = '1' .. deadline .. version + 1 .. lengths .. sub(directory, fromLengths) .. ARGV[4] .. ';'
    .. texts .. sub(frame, fromText) .. ARGV[5]
  if ARGV[3] == '' then redis.call('SET', KEYS[1], patched, 'KEEPTTL')
  else redis.call('SET', KEYS[1], patched, 'PXAT', deadline) end
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return version + 1
`;

const CHECKED_VERSION = `
  local head = redis.call('GETRANGE', KEYS[1], 0, 31)
  if head == '' then return 0 end
  local version = string.match(head, '^%d+', 15)
  if not version or string.sub(head, 1, 1) ~= '1' then return redis.error_reply('not a session') end
  if ARGV[2] ~= '' and ARGV[2] ~= version then return -1 end
`;

const TOUCH = `${CHECKED_VERSION}
  redis.call('SETRANGE', KEYS[1], 1, ARGV[1])
  redis.call('PEXPIREAT', KEYS[1], ARGV[1])
  return tonumber(version)
`;

const DELETE = `${CHECKED_VERSION}
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', ARGV[1], KEYS[1])
  return 1
`;

export function directory(redis, channel) {
  redis.defineCommand("directoryPatch", { numberOfKeys: 1, lua: PATCH });
  redis.defineCommand("directoryTouch", { numberOfKeys: 1, lua: TOUCH });
  redis.defineCommand("directoryDelete", { numberOfKeys: 1, lua: DELETE });
  return {
    async create(key, { fields, expiresAt }) {
      const { lengths, texts } = encodeFields(fields);
      return (await redis.set(key, `1${expiresAt}1${lengths};${texts}`, "PXAT", expiresAt, "NX")) === "OK";
    },
    read: async (key) => decode(await redis.get(key)),
    readMany: async (keys) => (await redis.mget(keys)).map(decode),
    patch(key, { set = {}, unset = [], expiresAt = "", ifVersion = "" }) {
      const { lengths, texts } = encodeFields(set);
      const names = [...Object.keys(set), ...unset];
      return redis.directoryPatch(key, channel, ifVersion, expiresAt, lengths, texts, ...names);
    },
    touch: (key, expiresAt, ifVersion = "") => redis.directoryTouch(key, expiresAt, ifVersion),
    delete: (key, ifVersion = "") => redis.directoryDelete(key, channel, ifVersion),
  };
}

function encodeFields(fields) {
  let texts = "";
  for (const name in fields) texts += name + fields[name];
  const length = Buffer.byteLength(texts) === texts.length ? (text) => text.length : Buffer.byteLength;
  let lengths = "";
  for (const name in fields) lengths += `,${length(name)}:${length(fields[name])}`;
  return { lengths, texts };
}

function decode(frame) {
  if (frame === null) return undefined;
  let at = 14;
  function number() {
    let value = 0;
    for (let digit; (digit = frame.charCodeAt(at++) - 48) >= 0 && digit < 10;) value = value * 10 + digit;
    return value;
  }
  const version = number();
  const lengths = [];
  let size = 0;
  while (frame[at - 1] !== ";") {
    const length = number();
    lengths.push(length);
    size += length;
  }
  // Lengths count bytes: when they add up to the characters, each character is one byte.
  const bytes = size === frame.length - at ? undefined : Buffer.from(frame);
  const text = bytes ? (from, to) => bytes.utf8Slice(from, to) : (from, to) => frame.slice(from, to);
  const fields = Object.create(null);
  for (let i = 0; i < lengths.length; i += 2) {
    const value = at + lengths[i];
    const next = value + lengths[i + 1];
    fields[text(at, value)] = text(value, next);
    at = next;
  }
  return { fields, version, expiresAt: Number(frame.slice(1, 14)) };
}
