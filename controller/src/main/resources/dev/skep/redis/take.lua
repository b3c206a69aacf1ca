-- Adds the amount of another counter's closed run to this one, once, however often it is sent (docs/decisions/0028): who adds up both
-- finds in one step that the amount is here and is not to be added there.
-- KEYS: the counter; which run of it this is; the runs whose amount is in it.
-- ARGV: the id of the closed run; its amount; the ids of those that were in it, with spaces between; the id of this run, as it was seen.
-- Answers the ids of all that are in it now.
local run = redis.call('GET', KEYS[2]) or ''
local took = redis.call('GET', KEYS[3]) or '0:'
local number, births = string.match(took, '^(%d+):(.*)$')
local function has(birth)
  return string.find(' ' .. births .. ' ', ' ' .. birth .. ' ', 1, true)
end
if not has(ARGV[1]) then
  if string.match(run, '^%d+:open:(%x+)$') ~= ARGV[4] then
    return redis.error_reply('SKEPCLOSED it is not the run that was to take: ' .. run)
  end
  if ARGV[1] == ARGV[4] then
    return redis.error_reply('SKEPCLOSED a run does not take itself: ' .. run)
  end
  -- First what may fail, for what is written stays written.
  redis.call('INCRBY', KEYS[1], ARGV[2])
  for birth in string.gmatch(ARGV[1] .. ' ' .. ARGV[3], '%x+') do
    if not has(birth) then
      births = births .. (births == '' and '' or ' ') .. birth
    end
  end
  took = string.format('%d', number + 1) .. ':' .. births
end
-- Also where nothing is new, because WAIT vouches only for what its own connection wrote.
redis.call('SET', KEYS[3], took)
return births
