# shellcheck shell=bash
# Registry and DNS. Both run in the switch's namespace: nothing of the lab listens among the machine's own ports, and
# a firewall on the machine does not come between.

# run_in_switch PART COMMAND...: in the background, findable as PART, with its output in a log.
run_in_switch() {
  local part=$1
  shift
  env -i PATH="$PATH" SKEP_LAB_PART="$DIR|$part" setsid nsenter --net="/run/netns/$SWITCH" "$@" \
    >"$LOGS/$part.log" 2>&1 </dev/null 9>&- &
}

services_up() {
  service_answers registry || { end_part registry; registry_start; }
  service_answers dns || { end_part dns; dns_start; }
  wait_until 15 service_answers registry || die_with_log "the registry does not answer at $REGISTRY" "$LOGS/registry.log"
  wait_until 15 service_answers dns || die_with_log "the DNS does not run at $DNS_ADDRESS" "$LOGS/dns.log"
  say "registry and DNS: up"
}

services_down() {
  end_part 'registry|dns'
}

registry_start() {
  cat >"$DIR/registry.yml" <<TEXT
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $DIR/registry}, delete: {enabled: true}}
http: {addr: "$REGISTRY"}
TEXT
  run_in_switch registry docker-registry serve "$DIR/registry.yml"
}

# Says "no such name" at once to every question: an engine or a container that asks for a name of the outside must not
# wait for an answer that never comes.
dns_start() {
  run_in_switch dns dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --log-facility=- --user=nobody \
    --no-resolv --no-hosts --listen-address="$DNS_ADDRESS" --bind-interfaces --address=/#/
}

# A black hole: whoever asks waits for as long as he likes.
dns_silent() {
  lab_must_be_up
  signal_dns STOP
  say "DNS: silent"
}

dns_heal() {
  lab_must_be_up
  signal_dns CONT
  say "DNS: answers"
}

signal_dns() {
  local pids
  mapfile -t pids < <(parts_pids dns)
  [[ ${#pids[@]} -gt 0 ]] || die "the DNS does not run" "run: ./skep lab up"
  kill "-$1" "${pids[@]}"
}

dns_is_silent() {
  local pid
  for pid in $(parts_pids dns); do
    if grep -q '^State:[[:space:]]*T' "/proc/$pid/status" 2>/dev/null; then return 0; fi
  done
  return 1
}

service_answers() {
  case $1 in
    registry) from_registry "" -o /dev/null ;;
    dns) ! no_part dns && is_listening && ! dns_is_silent ;;
  esac
}

# from_registry PATH [CURL OPTION...]
from_registry() {
  has_namespace "$SWITCH" &&
    nsenter --net="/run/netns/$SWITCH" curl -sf --noproxy '*' --max-time 5 "${@:2}" "http://$REGISTRY/v2/$1"
}

is_listening() {
  has_namespace "$SWITCH" && nsenter --net="/run/netns/$SWITCH" ss -Hlun "src $DNS_ADDRESS:53" | grep -q .
}

service_status() {
  local state=down
  if service_answers "$1"; then state=up; fi
  printf '%-9s %-17s %s\n' "$1" "$2" "$state"
}
