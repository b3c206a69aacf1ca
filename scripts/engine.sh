# shellcheck shell=bash
# Which engine a command speaks to. TARGET is lab or docker; DOCKER_HOST and DOCKER_CONTEXT are set to match.

TARGET=''
TARGET_FILE=$SKEP_STATE/target

# --- what ./skep up remembers --------------------------------------------------------------------------------------

target_get() {
  [ -f "$TARGET_FILE" ] || return 0
  sed -n "s/^$1=//p" "$TARGET_FILE"
}

target_set() {
  mkdir -p "$SKEP_STATE"
  { [ ! -f "$TARGET_FILE" ] || grep -v "^$1=" "$TARGET_FILE" || true; } >"$TARGET_FILE.new"
  printf '%s=%s\n' "$1" "$2" >>"$TARGET_FILE.new"
  mv "$TARGET_FILE.new" "$TARGET_FILE"
}

record_target() {
  target_set on "$TARGET"
  target_set engine "$(engine_of_target)"
}

# What tells the target from another one of its kind: a host, or else a context.
engine_of_target() {
  [ "$TARGET" = docker ] || return 0
  if [ -n "${DOCKER_HOST:-}" ]; then say "host $DOCKER_HOST"; else say "context $(current_context)"; fi
}

is_recorded_target() { [ "$(target_get on) $(target_get engine)" = "$TARGET $(engine_of_target)" ]; }

# --- engines -------------------------------------------------------------------------------------------------------

# docker speaks to the engine of DOCKER_HOST, DOCKER_CONTEXT or the current context, as ever.
engine_answers() { command -v docker >/dev/null && docker info -f '{{.ServerVersion}}' 2>/dev/null | grep -q .; }

has_controller() { docker service inspect skep-controller >/dev/null 2>&1; }

# The lab's engine of node 1, when the lab is up.
lab_host() { "$SKEP_LAB" env 2>/dev/null | sed -n "s/^export DOCKER_HOST=//p" | tr -d "'\""; }

lab_answers() {
  local host
  host=$(lab_host) && [ -n "$host" ] && command -v docker >/dev/null &&
    docker -H "$host" info -f '{{.ServerVersion}}' 2>/dev/null | grep -q .
}

# Read to the end: a grep that leaves at the first match would now and then have the lab fail while it still writes.
is_lab_host() { "$SKEP_LAB" env --all 2>/dev/null | grep -xF -- "$1" >/dev/null; }

current_context() { docker context inspect -f '{{.Name}}' 2>/dev/null || true; }

# The user's own word: DOCKER_HOST, DOCKER_CONTEXT, or a current context other than the default one.
user_chose_engine() {
  [ -n "${DOCKER_HOST:-}${DOCKER_CONTEXT:-}" ] && return 0
  command -v docker >/dev/null || return 1
  case $(current_context) in '' | default) return 1 ;; esac
}

use_lab() {
  TARGET=lab
  unset DOCKER_CONTEXT DOCKER_HOST DOCKER_TLS_VERIFY DOCKER_CERT_PATH
  export_if_set DOCKER_HOST "$(lab_host || true)"
}

use_docker() {
  TARGET=docker
  if [ -n "${DOCKER_HOST:-}" ] && is_lab_host "$DOCKER_HOST"; then TARGET=lab; fi
}

use_recorded() {
  local engine
  engine=$(target_get engine)
  case $(target_get on) in
    lab) use_lab ;;
    docker)
      TARGET=docker
      case $engine in
        'host '*) export DOCKER_HOST="${engine#host }" ;;
        'context '*) export DOCKER_CONTEXT="${engine#context }" ;;
      esac
      ;;
    *) return 1 ;;
  esac
}

export_if_set() { [ -z "$2" ] || export "$1=$2"; }

target_answers() {
  case $TARGET in
    lab) lab_answers ;;
    docker) engine_answers ;;
  esac
}

# --- the choice ----------------------------------------------------------------------------------------------------

# For up: WISH is lab, docker or nothing. Sets TARGET, and WHY it was chosen.
choose_target() {
  WHY='as asked'
  case $1 in
    lab) use_lab && return ;;
    docker) use_docker && return ;;
  esac
  if user_chose_engine; then
    use_docker
    WHY='your docker environment names it'
  elif use_recorded; then
    WHY='as the last time'
  elif engine_answers; then
    use_docker
    WHY='it answers on this machine; --on lab takes the lab instead'
  else
    use_lab
    WHY='no Docker engine answers on this machine'
  fi
}

# For every other verb: where Skep runs, or an error that says how to start it. Sets TARGET; fails when there is none.
find_running_target() {
  if user_chose_engine; then
    use_docker
  elif use_recorded; then
    :
  elif engine_answers && has_controller; then
    use_docker
  elif lab_answers; then
    use_lab
  else
    return 1
  fi
}

use_running_target() {
  find_running_target || die "Skep runs nowhere: no skep-controller on the Docker engine here, and the lab is down." \
    "Start it: ./skep up"
  target_answers || die "$(target_name) does not answer. Bring it up: ./skep up"
}

target_name() {
  case $TARGET in
    lab) say "the lab" ;;
    docker) say "the Docker engine of $(engine_of_target)" ;;
  esac
}

# --- the swarm -----------------------------------------------------------------------------------------------------

lab_up() {
  "$SKEP_LAB" up 2>&1 | show lab-up || die "the lab did not come up. Clean up with: ./skep lab down"
  use_lab
}

# Makes sure that the engine is a manager of a swarm; makes a swarm of one node where there is none.
docker_swarm_up() {
  local state
  engine_answers || die "$(target_name) does not answer. Start it, or take the lab: ./skep up --on lab"
  state=$(docker info -f '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}')
  case $state in
    'active true') ;;
    'active false') die "$(target_name) is a worker of its swarm: point DOCKER_HOST at a manager." ;;
    'inactive '*) swarm_init ;;
    *) die "$(target_name) is in a swarm that does not work (${state% *}): $(docker info -f '{{.Swarm.Error}}')" ;;
  esac
  note "$(docker info -f '{{.Swarm.Managers}} manager(s), {{.Swarm.Nodes}} node(s), engine {{.ServerVersion}}')"
}

# On this machine by its loopback address: that needs no choice among the machine's addresses, opens no port to the
# network, and is where the published ports answer also when the engine runs in a virtual machine (Docker Desktop).
swarm_init() {
  local addresses=()
  case ${DOCKER_HOST:-$(docker context inspect -f '{{.Endpoints.docker.Host}}')} in
    unix://*) addresses=(--advertise-addr 127.0.0.1 --listen-addr 127.0.0.1:2377) ;;
  esac
  logged swarm-init "Make the swarm yourself: docker swarm init --advertise-addr ADDRESS" \
    docker swarm init ${addresses[@]+"${addresses[@]}"}
  target_set swarm_init yes
  note "docker swarm init: this engine is now a swarm of one node (./skep down undoes it)"
}

# Puts the images where every node of the swarm can pull them. Sets CONTROLLER_IMAGE to what the service is to run.
distribute_images() {
  local nodes image
  CONTROLLER_IMAGE=$(image_name controller)
  if [ "$TARGET" = lab ]; then
    logged lab-push "Is the lab whole? ./skep lab status" "$SKEP_LAB" push "$(image_name app)" "$CONTROLLER_IMAGE"
    return
  fi
  nodes=$(docker info -f '{{.Swarm.Nodes}}')
  if [ -z "${SKEP_REGISTRY:-}" ]; then
    [ "$nodes" -eq 1 ] || die "this swarm has $nodes nodes, and they need a registry to pull the images from:" \
      "SKEP_REGISTRY=HOST:PORT ./skep up (README.md, 'On your own swarm')"
    return 0
  fi
  for image in app controller; do
    docker tag "$(image_name "$image")" "$SKEP_REGISTRY/$(image_name "$image")"
    logged "push-$image" "Is $SKEP_REGISTRY a registry that takes pushes? docker login $SKEP_REGISTRY" \
      docker push "$SKEP_REGISTRY/$(image_name "$image")"
    note "pushed $SKEP_REGISTRY/$(image_name "$image")"
  done
  CONTROLLER_IMAGE=$SKEP_REGISTRY/$CONTROLLER_IMAGE
}
