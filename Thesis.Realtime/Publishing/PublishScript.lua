-- Publishes one event to its topics, once, and numbers it in each.
-- KEYS: the partition's position, then each topic's sequence.
-- ARGV: offset, commit time (ms since the epoch), days to keep the keys (ms), the message after its sequence, then each topic.
local offset, committed = tonumber(ARGV[1]), tonumber(ARGV[2])
local at = redis.call('GET', KEYS[1])
if at then
  local last_offset, last_committed = string.match(at, '^(%d+) (%d+)$')
  -- A log that was set up anew counts from 0 again, with later commits; a repetition does not have those.
  if offset <= tonumber(last_offset) and committed <= tonumber(last_committed) + 1000 then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
for i = 2, #KEYS do
  local topic = ARGV[i + 3]
  local sequence = redis.call('INCR', KEYS[i])
  redis.call('PEXPIRE', KEYS[i], ARGV[3])
  redis.call('PUBLISH', 'rt:' .. topic, '{"topic":"' .. topic .. '","sequence":' .. sequence .. ARGV[4])
end
return #KEYS - 1
