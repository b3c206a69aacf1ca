# shellcheck shell=bash
# One swarm of three managers. It lives on the nodes' disks, so it is kept over a power-off; it is only made anew when
# what is on the disks cannot become a swarm again. Volumes are never touched.

# A lost node is noticed after three missed heartbeats, 9 s: well above what a busy machine of two cores delays.
# Certificates outlive any time that a lab is powered off.
readonly SWARM_OPTIONS=(--dispatcher-heartbeat 3s --task-history-limit 3 --cert-expiry 87600h)

swarm_state() {
  local state
  state=$(ask "$1" info --format '{{.Swarm.LocalNodeState}}') || state=unknown
  echo "$state"
}

# What node N, asked about all, says: "HOSTNAME STATUS MANAGER" a line.
swarm_nodes() {
  ask "$1" node ls --format '{{.Hostname}} {{.Status}} {{.ManagerStatus}}'
}

swarm_role() {
  local role
  role=$(swarm_nodes "$1" | awk -v name="node$1" '$1 == name {print tolower($3)}') || true
  case $role in
    leader | reachable) echo "manager, $role" ;;
    *) echo "no quorum" ;;
  esac
}

# All three are managers, ready, and each sees it so.
swarm_is_healthy() {
  local n
  for n in $NODES; do
    [[ $(swarm_nodes "$n" | sort | awk '$2 == "Ready" && $3 ~ /^(Leader|Reachable)$/ {printf "%s ", $1}') == "node1 node2 node3 " ]] ||
      return 1
  done
}

swarm_up() {
  local n states=""
  for n in $NODES; do states+="$(swarm_state "$n") "; done
  if [[ $states == "inactive inactive inactive " ]]; then
    swarm_make
  elif ! { wait_until 40 swarm_has_quorum && swarm_mend; }; then
    say "swarm: what is on the disks cannot become a swarm again (states: $states): making a new one; volumes stay"
    for n in $NODES; do on "$n" swarm leave --force >/dev/null 2>&1 || true; done # fails where it is in none
    swarm_make
  fi
  relabel_volumes 1
  say "swarm: 3 managers ready"
}

swarm_make() {
  on 1 swarm init --advertise-addr "$(node_address 1)" "${SWARM_OPTIONS[@]}" >"$LOGS/swarm.log" 2>&1 ||
    die_with_log "node1 cannot start a swarm" "$LOGS/swarm.log"
  swarm_join 1 2
  swarm_join 1 3
  await_swarm
}

# relabel_volumes MEMBER: a node's labels go with its place in the swarm, its volumes do not. The label that says which
# node holds a volume is set again, unless some node carries it: that one is the holder then. A volume's own label says
# what the node's label is worth; without it the volume is not one to follow.
relabel_volumes() {
  local member=$1 n volume volumes format known
  # shellcheck disable=SC2016 # a template of Docker
  known=$(on "$member" node inspect node1 node2 node3 --format '{{range $key, $_ := .Spec.Labels}}{{println $key}}{{end}}')
  for n in $NODES; do
    volumes=$(on "$n" volume ls --filter label=dev.skep.name --format '{{.Name}} {{.Label "dev.skep.persistence"}}')
    while read -r volume format; do
      if [[ -z $format ]] || grep -qxF -- "dev.skep.volume.$volume" <<<"$known"; then continue; fi
      on "$member" node update --label-add "dev.skep.volume.$volume=$format" "node$n" >/dev/null </dev/null
      known+=$'\n'"dev.skep.volume.$volume"
      say "swarm: node$n holds the volume $volume"
    done <<<"$volumes"
  done
}

# swarm_join MEMBER NODE
swarm_join() {
  local token
  token=$(on "$1" swarm join-token --quiet manager)
  on "$2" swarm join --token "$token" --advertise-addr "$(node_address "$2")" "$(node_address "$1"):2377" \
    >>"$LOGS/swarm.log" 2>&1 || die_with_log "node$2 cannot join the swarm" "$LOGS/swarm.log"
}

await_swarm() {
  wait_until 40 swarm_is_healthy && return 0
  swarm_nodes 1 >>"$LOGS/swarm.log" 2>&1 || true # only for the message below
  die_with_log "the three managers do not become ready" "$LOGS/swarm.log"
}

# A node that can speak for the swarm. All are asked at once: one without a quorum does not answer.
swarm_member() {
  local n
  for n in $NODES; do
    { swarm_nodes "$n" >/dev/null && echo "$n"; } &
  done | sort | head -n 1
}

swarm_has_quorum() {
  [[ -n $(swarm_member) ]]
}

# A swarm with a quorum: a node that is no longer of it joins again, and its old entry goes.
swarm_mend() {
  local n member old
  member=$(swarm_member)
  for n in $NODES; do
    [[ $(swarm_state "$n") == inactive ]] || continue
    for old in $(on "$member" node ls --filter "name=node$n" --format '{{.ID}}'); do
      on "$member" node demote "$old" >/dev/null
      on "$member" node rm --force "$old" >/dev/null
    done
    swarm_join "$member" "$n"
    say "swarm: node$n joined again"
  done
  wait_until 40 swarm_is_healthy
}
