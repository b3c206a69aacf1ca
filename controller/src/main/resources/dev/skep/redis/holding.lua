-- Tells what a counter holds, all of it as of one moment, whoever counts meanwhile.
-- KEYS: the counter; what is remembered of Skep itself.
-- ARGV: what begins the keys of what is remembered of writers; how long to remember, in ms.
-- Answers the count, then each such key and what it holds.

-- A write, which a replica refuses, and for which WAIT can vouch together with all before it.
redis.call('SET', KEYS[2], '0:0', 'PX', ARGV[2])
local answer = {redis.call('GET', KEYS[1]) or '0'}
for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
  local held = redis.call('GET', key)
  if held then
    answer[#answer + 1] = key
    answer[#answer + 1] = held
  end
end
return answer
