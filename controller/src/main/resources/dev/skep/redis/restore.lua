-- Puts another count in the place of the one that is there, once, however often it is sent: as a batch of a writer, so that
-- whoever has it knows more than who has it not. It is as a reset is, but to another number than 0.
-- KEYS: the counter; what is remembered of this restore; what was remembered of writers when the backup was taken.
-- ARGV: the count; how long to remember, in ms; what was remembered of each of these writers.
-- Answers the count before, and 1 when it had been done before.
local done = redis.call('GET', KEYS[2])
if done then
  -- Written again, because WAIT vouches only for what its own connection wrote.
  redis.call('SET', KEYS[2], done, 'PX', ARGV[2])
  return {string.match(done, '^1:(-?%d+)$'), 1}
end
local before = redis.call('GET', KEYS[1]) or '0'
if not string.match(before, '^-?%d+$') or #before > 18 then
  before = '0' -- somebody wrote it by hand, and nobody could count on from that
end
-- First what may fail, for what is written stays written.
for i = 3, #KEYS do
  local now = redis.call('GET', KEYS[i])
  -- A writer never goes back: a copy of an older batch of it, wherever it was stuck, must find that it is older.
  if not now or tonumber(string.match(now, '^%d+')) <= tonumber(string.match(ARGV[i], '^%d+')) then
    redis.call('SET', KEYS[i], ARGV[i], 'PX', ARGV[2])
  end
end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], '1:' .. before, 'PX', ARGV[2])
return {before, 0}
