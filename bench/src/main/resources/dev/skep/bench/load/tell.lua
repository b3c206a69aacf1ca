-- Where several servers are named, the threads ask them in turns, whatever the URL names.
local threads = 0
setup = function(thread)
  local servers = {}
  for host, port in string.gmatch(os.getenv("SKEP_SERVERS") or "", "([^,]+):(%d+)") do
    servers[#servers + 1] = { host, port }
  end
  if #servers > 0 then
    local server = servers[threads % #servers + 1]
    thread.addr = wrk.lookup(server[1], server[2])[1]
  end
  threads = threads + 1
end

-- Tells what wrk counted, one "skep KEY VALUE" a line, whole and unrounded; wrk's own summary has neither the
-- percentile 99.9 nor figures that are made for reading by a program. Times are in microseconds.
done = function(summary, latency, requests)
  local function tell(key, value)
    io.write(string.format("skep %s %.0f\n", key, value))
  end
  tell("duration", summary.duration)
  tell("requests", summary.requests)
  tell("bytes", summary.bytes)
  tell("connect", summary.errors.connect)
  tell("read", summary.errors.read)
  tell("write", summary.errors.write)
  tell("status", summary.errors.status)
  tell("timeout", summary.errors.timeout)
  tell("mean", latency.mean)
  tell("p50", latency:percentile(50))
  tell("p90", latency:percentile(90))
  tell("p99", latency:percentile(99))
  tell("p999", latency:percentile(99.9))
  tell("max", latency.max)
end
