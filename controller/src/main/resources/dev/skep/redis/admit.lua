-- Says of a counter which run of it this is, so that others can say whether they count it (docs/decisions/0028).
-- KEYS: which run it is; the counter.
-- ARGV: what was seen of the first key: nothing, or a run that is closed, and whose amount is elsewhere; the id of the new run.
-- Answers which run it is.
local run = redis.call('GET', KEYS[1])
local number = run and run == ARGV[1] and string.match(run, '^(%d+):closed:')
if not run then
  run = '1:open:' .. ARGV[2] -- and it keeps what it has counted
elseif number then
  run = string.format('%d', number + 1) .. ':open:' .. ARGV[2]
  redis.call('SET', KEYS[2], '0')
end
-- Also where nothing is new, because WAIT vouches only for what its own connection wrote.
redis.call('SET', KEYS[1], run)
return run
