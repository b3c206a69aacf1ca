-- Tells all of a group that a sum needs, as of one moment.
-- KEYS: the counter; which run of it this is; whom a sum consists of; the runs whose amount is in it.
-- Answers what each holds, and empty texts for what is not there; also for a counter that is no text at all.
local count = redis.pcall('GET', KEYS[1])
local answer = {type(count) == 'table' and '' or count or '0'}
for i = 2, #KEYS do
  answer[i] = redis.call('GET', KEYS[i]) or ''
end
return answer
