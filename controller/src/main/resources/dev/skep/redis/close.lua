-- Nobody counts in this run of a counter any more (docs/decisions/0028); what it counted stays as it is: that is its amount.
-- KEYS: which run it is.
-- ARGV: the open run that was seen; whose counter takes its amount.
-- Answers which run it is now: where it was closed before, whoever was said then takes it.
local run = redis.call('GET', KEYS[1])
if not run then
  return redis.error_reply('SKEPNORUN no run of this counter has begun')
end
local number, birth = string.match(run, '^(%d+):open:(%x+)$')
if number and run == ARGV[1] then
  run = string.format('%d', number + 1) .. ':closed:' .. birth .. ':' .. ARGV[2]
end
-- Also where nothing is new, because WAIT vouches only for what its own connection wrote.
redis.call('SET', KEYS[1], run)
return run
