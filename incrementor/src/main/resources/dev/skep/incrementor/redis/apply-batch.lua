-- Applies one batch of a writer, once, however often it is sent.
-- KEYS: the counter; what is remembered of the writer: "sequence:value" of its latest batch; which run of the counter it is.
-- ARGV: sequence of this batch; what to add, or "reset"; how long to remember, in ms.
-- Answers the value after the batch, and 1 when it had been applied before.
local latest = redis.call('GET', KEYS[2])
if latest then
  local sequence, value = string.match(latest, '^(%d+):(-?%d+)$')
  if sequence == ARGV[1] then
    -- Written again, because WAIT vouches only for what its own connection wrote.
    redis.call('SET', KEYS[2], latest, 'PX', ARGV[3])
    return {value, 1}
  end
  if tonumber(sequence) > tonumber(ARGV[1]) then
    -- A copy that was stuck in a connection given up long ago; the writer has moved on and nobody listens.
    return redis.error_reply('SKEPSTALE batch ' .. ARGV[1] .. ' comes after batch ' .. sequence)
  end
end
-- Behind the memory: what was counted before it was closed is answered still.
local run = redis.call('GET', KEYS[3])
if run and string.match(run, '^%d+:closed:') then
  return redis.error_reply('SKEPCLOSED nobody counts here any more: ' .. run)
end
if ARGV[2] == 'reset' then
  redis.call('SET', KEYS[1], '0')
else
  redis.call('INCRBY', KEYS[1], ARGV[2])
end
-- Read back as text: a Lua number is exact only up to 2^53.
local value = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1] .. ':' .. value, 'PX', ARGV[3])
return {value, 0}
