-- Publishes events of one partition to their topics, in order and each once, and numbers them in each topic.
-- KEYS: the partition's position, then for each event the sequence of each of its topics.
-- ARGV: how long to keep the keys (ms), then for each event: offset, commit time (ms since the epoch), the message after its
--   sequence, the number of its topics, and each of these.
-- Returns for each event how many topics it was published to now: none when it was published before.
local keep = ARGV[1]
local at = redis.call('GET', KEYS[1])
local last_offset, last_committed
if at then
  last_offset, last_committed = string.match(at, '^(%d+) (%d+)$')
  last_offset, last_committed = tonumber(last_offset), tonumber(last_committed)
end
local published = {}
local key, arg = 2, 2
while arg <= #ARGV do
  local offset, committed, topics = tonumber(ARGV[arg]), tonumber(ARGV[arg + 1]), tonumber(ARGV[arg + 3])
  -- A log that was set up anew counts from 0 again, with later commits; a repetition does not have those.
  if last_offset and offset <= last_offset and committed <= last_committed + 1000 then
    published[#published + 1] = 0
  else
    -- What may fail comes before the position, and the position before what cannot: a call that failed is taken up at the
    -- event it failed on, and none goes out twice. Numbers used up by the failure are a gap, after which clients read anew.
    local sequences = {}
    for i = 0, topics - 1 do
      sequences[i] = redis.call('INCR', KEYS[key + i])
      redis.call('PEXPIRE', KEYS[key + i], keep)
    end
    redis.call('SET', KEYS[1], ARGV[arg] .. ' ' .. ARGV[arg + 1], 'PX', keep)
    for i = 0, topics - 1 do
      local topic = ARGV[arg + 4 + i]
      redis.call('PUBLISH', 'rt:' .. topic, '{"topic":"' .. topic .. '","sequence":' .. sequences[i] .. ARGV[arg + 2])
    end
    published[#published + 1] = topics
    last_offset, last_committed = offset, committed
  end
  key, arg = key + topics, arg + 4 + topics
end
return published
