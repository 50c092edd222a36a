import { Script } from "./script.js";

/** What a script answers instead of a version. */
export const GONE = 0;
export const CONFLICT = -1;

/** The scripts that change a record, for one channel. `KEYS[1]` is a record's key; frame.ts tells what is stored there. */
export interface RecordScripts {
  /** ARGV: the version that it must have or '', the new deadline or ''. Copies nothing, and tells nobody. */
  readonly touch: Script;
  /** ARGV: version or '', deadline or '', lengths and texts of the fields to add, and the names of those to cut out. */
  readonly patch: Script;
  /** Several KEYS. ARGV: for each the version that it must have, or ''. */
  readonly remove: Script;
}

const HEAD = "'^1%d%d%d%d%d%d%d%d%d%d%d%d%d(%d+)()'";
const UNREADABLE =
  "return redis.error_reply('UNREADABLE the record has a format that this version does not know')";

export function recordScripts(channel: string): RecordScripts {
  return {
    touch: new Script(`
local version = string.match(redis.call('GETRANGE', KEYS[1], 0, 31), ${HEAD})
if not version then
  if redis.call('EXISTS', KEYS[1]) == 0 then return ${GONE} end
  ${UNREADABLE}
end
if ARGV[1] ~= '' and ARGV[1] ~= version then return ${CONFLICT} end
if ARGV[2] ~= '' then
  -- In this order: a server whose memory is full refuses SETRANGE as the first change, though it takes no room here.
  redis.call('PEXPIREAT', KEYS[1], ARGV[2])
  if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('SETRANGE', KEYS[1], 1, ARGV[2]) end
end
return tonumber(version)
`),

    patch: new Script(`
local frame = redis.call('GET', KEYS[1])
if not frame then return ${GONE} end
local version, first = string.match(frame, ${HEAD})
if not version then ${UNREADABLE} end
if ARGV[1] ~= '' and ARGV[1] ~= version then return ${CONFLICT} end

local sub = string.sub
local cut = {}
for i = 5, #ARGV do cut[ARGV[i]] = true end
local last = string.find(frame, ';', first, true)
local directory = sub(frame, first, last - 1)

-- What lies between two cuts stays in one piece. The pieces are joined once: a session may have thousands of fields.
local lengths, texts, pieces = {}, {}, 0
local fromLengths, fromText, at = 1, last + 1, last + 1
for entry, name, value, nextEntry in string.gmatch(directory, '(),(%d+):(%d+)()') do
  local next = at + name + value
  if cut[sub(frame, at, at + name - 1)] then
    pieces = pieces + 1
    lengths[pieces] = sub(directory, fromLengths, entry - 1)
    texts[pieces] = sub(frame, fromText, at - 1)
    fromLengths, fromText = nextEntry, next
  end
  at = next
end

local deadline = ARGV[2] == '' and sub(frame, 2, 14) or ARGV[2]
local changed = '1' .. deadline .. version + 1
  .. table.concat(lengths) .. sub(directory, fromLengths) .. ARGV[3] .. ';'
  .. table.concat(texts) .. sub(frame, fromText) .. ARGV[4]
redis.call('SET', KEYS[1], changed, 'PXAT', deadline)
redis.call('PUBLISH', '${channel}', KEYS[1])
return version + 1
`),

    remove: new Script(`
local answers = {}
for i, key in ipairs(KEYS) do
  local answer = 1
  if ARGV[i] ~= '' then
    -- What is no text, and so no session, must not fail the others.
    local head = redis.pcall('GETRANGE', key, 0, 31)
    if head ~= '' and (type(head) == 'table' or string.match(head, ${HEAD}) ~= ARGV[i]) then
      answer = ${CONFLICT}
    end
  end
  if answer > 0 then answer = redis.call('DEL', key) end
  if answer > 0 then redis.call('PUBLISH', '${channel}', key) end
  answers[i] = answer
end
return answers
`),
  };
}
