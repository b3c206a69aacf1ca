# shellcheck shell=bash
# The nodes: an engine each, on a disk (folder) of its own.

# The processes that this command started, by node number.
NODE_PIDS=()

node_folder() { echo "$DIR/${ENGINE:+$ENGINE/}n$1"; }
node_socket() { echo "$(node_folder "$1")/docker.sock"; }
node_log() { echo "$(node_folder "$1")/log/engine.log"; }

# on NODE DOCKER-ARGUMENTS...: with a configuration of the lab's own, so no login or proxy of the user gets in.
on() {
  within 120 "$@"
}

# ask NODE DOCKER-ARGUMENTS...: for what is either answered soon or not at all, as by a node without a quorum.
ask() {
  within 6 "$@" 2>/dev/null
}

# within SECONDS NODE DOCKER-ARGUMENTS...
within() {
  DOCKER_CONFIG=$CACHE/docker-client timeout "$1" docker -H "unix://$(node_socket "$2")" "${@:3}"
}

node_answers() {
  [[ -S $(node_socket "$1") ]] &&
    curl -sf --noproxy '*' --max-time 3 -o /dev/null --unix-socket "$(node_socket "$1")" http://engine/_ping
}

nodes_up() {
  local n started=()
  for n in $NODES; do
    if node_answers "$n"; then
      if ! is_plugged "$n" || is_slow "$n"; then node_heal "$n"; fi
      limit_cores "$n" none
    else
      node_boot "$n"
      started+=("$n")
    fi
  done
  for n in "${started[@]}"; do engine_await "$n"; done
  say "engines: node1, node2, node3 up ($(on 1 version --format '{{.Server.Version}}'))"
}

node_boot() {
  local n=$1 node
  node=$(node_folder "$n")
  node_power_cut "$n"
  node_plug "$n"
  mkdir -p "$node/data" "$node/log" "$node/etc/upper" "$node/etc/work"
  write_engine_config "$n" >"$node/daemon.json"
  env -i PATH="$(engine_path)$PATH" HOME=/root LANG=C.UTF-8 SKEP_LAB_PART="$DIR|node$n" SKEP_LAB_DNS="$DNS_ADDRESS" \
    setsid nsenter --net="/run/netns/$(node_namespace "$n")" \
    unshare --mount --uts --pid --fork --kill-child --mount-proc "$HERE/lib/node-init" "$n" "$node" \
    >"$(node_log "$n")" 2>&1 </dev/null 9>&- &
  NODE_PIDS[n]=$!
}

write_engine_config() {
  cat <<TEXT
{
  "data-root": "$(node_folder "$1")/data",
  "storage-driver": "overlay2",
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/skep-lab-n$1",
  "registry-mirrors": ["http://$REGISTRY"],
  "insecure-registries": ["$SUBNET.0/24"],
  "dns": ["$DNS_ADDRESS"],
  "live-restore": false,
  "shutdown-timeout": 8,
  "log-driver": "json-file",
  "log-opts": {"max-size": "10m", "max-file": "2"}
}
TEXT
}

engine_await() {
  wait_until 45 engine_answers_or_ended "$1" || true # the next line tells which
  node_answers "$1" || die_with_log "the engine of node$1 does not start" "$(node_log "$1")"
}

engine_answers_or_ended() {
  node_answers "$1" || ! kill -0 "${NODE_PIDS[$1]}"
}

# The pid, seen from the machine, of the node's first process.
node_init_pid() {
  local pid
  for pid in $(parts_pids "node$1"); do
    if [[ $(awk '/^NSpid:/ {print $NF, NF}' "/proc/$pid/status" 2>/dev/null) == "1 "[3-9] ]]; then echo "$pid"; fi
  done
}

# Engine, containerd and containers die at once, and mounts and network go with them. The disk stays.
node_power_cut() {
  local n=$1 init
  init=$(node_init_pid "$n")
  if [[ -n $init ]]; then
    kill -KILL "$init" 2>/dev/null || true # it may have ended in between
    wait_until 10 no_part "node$n" || true
  fi
  end_part "node$n"
  wait_until 10 remove_cgroups "$n" || die "the containers of node$n do not end: look in /sys/fs/cgroup/*/skep-lab-n$n"
  node_unplug "$n"
  rm -f "$(node_socket "$n")"
}

remove_cgroups() {
  local top
  for top in /sys/fs/cgroup/skep-lab-n"$1" /sys/fs/cgroup/*/skep-lab-n"$1"; do
    [[ ! -d $top ]] || find "$top" -depth -type d -exec rmdir {} + || return 1
  done
}

# Power off: engines stop their containers, so that databases end well, all nodes at once and within a deadline.
nodes_down() {
  local n init
  for n in $NODES; do
    init=$(node_init_pid "$n")
    [[ -z $init ]] || kill -TERM "$init" 2>/dev/null || true # it may have ended in between
  done
  wait_until 12 no_part 'node[123]' || say "engines: still stopping after 12 s, cutting their power"
  for n in $NODES; do node_power_cut "$n"; done
}

node_kill() {
  lab_must_be_up
  node_power_cut "$1"
  say "node$1: power cut"
}

node_start_again() {
  lab_must_be_up
  if node_answers "$1"; then
    say "node$1: is up already"
    return 0
  fi
  node_boot "$1"
  engine_await "$1"
  say "node$1: up"
}

node_partition() {
  lab_must_be_up
  [[ -n $(node_init_pid "$1") ]] || die "node$1 is powered off" "run: ./skep lab start $1"
  in_switch link set "n$1" down
  say "node$1: cut from the network"
}

node_heal() {
  lab_must_be_up
  [[ -n $(node_init_pid "$1") ]] || die "node$1 is powered off" "run: ./skep lab start $1"
  in_switch link set "n$1" up
  quicken "$1"
  say "node$1: on the network"
}

# Both ways: what leaves the switch for the node, and what leaves the node.
node_slow() {
  local how
  lab_must_be_up
  [[ -n $(node_init_pid "$1") ]] || die "node$1 is powered off" "run: ./skep lab start $1"
  if traffic_control "$1" replace netem delay 50ms 10ms loss 1%; then
    how="50 ms each way, and one packet of a hundred lost"
  elif traffic_control "$1" replace tbf rate 1mbit burst 8kb latency 200ms; then
    how="1 Mbit/s each way, for the kernel has no netem"
  else
    quicken "$1"
    die "the kernel can neither delay packets (netem) nor hold them to a rate (tbf)"
  fi
  say "node$1: slow: $how"
}

# As if its host had no more: all its containers together, not the engine. The next power cut ends it.
nodes_limit() {
  local n
  lab_must_be_up
  if [[ $1 != none ]]; then
    for n in $NODES; do
      [[ -n $(node_init_pid "$n") ]] || die "node$n is powered off" "run: ./skep lab start $n"
      [[ -n $(node_cpu_group "$n") ]] || die "node$n has run no container yet, so there is nothing to limit"
    done
  fi
  for n in $NODES; do
    limit_cores "$n" "$1" || die "the kernel does not take $1 cores for node$n: a container there may use more by itself" \
      "to end what was limited: ./skep lab limit none"
  done
  if [[ $1 == none ]]; then say "nodes: no limit of cores"; else say "nodes: $1 cores each"; fi
}

# In control groups of version 1, or of version 2. The period is the kernel's own, 100 ms.
limit_cores() {
  local group quota=-1
  group=$(node_cpu_group "$1")
  [[ -n $group ]] || return 0 # it has run no container
  [[ $2 == none ]] || quota=$(awk "BEGIN {printf \"%d\", $2 * 100000}")
  if [[ -e $group/cpu.cfs_quota_us ]]; then
    echo "$quota" 2>/dev/null >"$group/cpu.cfs_quota_us"
  else
    echo "${quota/#-1/max} 100000" 2>/dev/null >"$group/cpu.max"
  fi
}

is_limited() {
  local group
  group=$(node_cpu_group "$1")
  [[ -n $group ]] || return 1
  ! grep -qsE '^(-1|max )' "$group/cpu.cfs_quota_us" "$group/cpu.max"
}

node_cpu_group() {
  local group
  for group in /sys/fs/cgroup/cpu/skep-lab-n"$1" /sys/fs/cgroup/skep-lab-n"$1"; do
    if [[ -e $group/cpu.cfs_quota_us || -e $group/cpu.max ]]; then echo "$group" && return; fi
  done
}

# traffic_control NODE add|replace|del KIND...
traffic_control() {
  tc -n "$SWITCH" qdisc "$2" dev "n$1" root "${@:3}" 2>/dev/null &&
    tc -n "$(node_namespace "$1")" qdisc "$2" dev eth0 root "${@:3}" 2>/dev/null
}

is_slow() { tc -n "$SWITCH" qdisc show dev "n$1" root 2>/dev/null | grep -qE 'netem|tbf'; }

quicken() {
  local namespace device
  while read -r namespace device; do
    if tc -n "$namespace" qdisc show dev "$device" root | grep -qE 'netem|tbf'; then
      tc -n "$namespace" qdisc del dev "$device" root
    fi
  done <<<"$SWITCH n$1"$'\n'"$(node_namespace "$1") eth0"
}

lab_must_be_up() {
  if [[ ! -e $CLAIM ]] || ! has_namespace "$SWITCH"; then die "the lab is not up" "run: ./skep lab up"; fi
}

node_status() {
  local engine=down swarm=- role=-
  if node_answers "$1"; then
    engine=up
    ! is_slow "$1" || engine=slow
    ! is_limited "$1" || engine=limited
    is_plugged "$1" || engine=partitioned
    swarm=$(swarm_state "$1")
    role="no quorum"
    if [[ $swarm != unknown ]]; then role=$(swarm_role "$1"); fi
  fi
  printf '%-9s %-17s %-12s %-9s %s\n' "node$1" "$(node_address "$1")" "$engine" "$swarm" "$role"
}
