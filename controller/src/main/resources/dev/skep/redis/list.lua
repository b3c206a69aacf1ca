-- Says whom a sum consists of, unless something newer has been said (docs/decisions/0028).
-- KEYS: what was said. ARGV: the number of this; the groups and their runs.
-- Answers what holds now.
local listed = redis.call('GET', KEYS[1])
if not listed or tonumber(string.match(listed, '^%d+')) < tonumber(ARGV[1]) then
  listed = ARGV[1] .. ':' .. ARGV[2]
end
-- Also where nothing is new, because WAIT vouches only for what its own connection wrote.
redis.call('SET', KEYS[1], listed)
return listed
