# shellcheck shell=bash
# ./skep up: from nothing to a counter that answers. Every step is idempotent: an interrupted up is completed by the next.

help_up() {
  cat <<'END'
Usage: ./skep up [--on lab|docker] [--manifests DIR]

Finds a swarm or brings one up, builds the jars and images, starts the controller as the service skep-controller, and
waits until every manifest's counter answers. Running it again is quick and changes only what has changed.

  --on lab         three engines on this machine, in namespaces of their own (needs Linux and root)
  --on docker      the Docker engine of DOCKER_HOST, the current context, or this machine
  --manifests DIR  the folder that the controller follows; otherwise the last one used, else manifests/

Without --on: the engine that DOCKER_HOST or the current context names, else the one used last, else the engine that
answers on this machine, else the lab. An engine outside any swarm becomes a swarm of one node.

SKEP_REGISTRY=HOST:PORT   where a swarm of several nodes pulls the images from (README.md)
END
}

verb_up() {
  local wish='' folder=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) help_up && return ;;
      --on | --manifests)
        [ $# -gt 1 ] || usage_error "$1 needs a value; see ./skep up --help"
        if [ "$1" = --on ]; then wish=$2; else folder=$2; fi
        shift
        ;;
      --on=*) wish=${1#*=} ;;
      --manifests=*) folder=${1#*=} ;;
      *) usage_error "up: unknown argument '$1'; see ./skep up --help" ;;
    esac
    shift
  done
  case $wish in '' | lab | docker) ;; *) usage_error "--on takes lab or docker, not '$wish'" ;; esac
  up "$wish" "$folder"
}

up() {
  STEPS=7
  manifests_folder "$2"
  step tools "JDK, Maven, git"
  use_jdk
  note "$JAVA_HOME"
  choose_target "$1"
  same_target_as_before
  begin_jars controller incrementor
  step build "${STALE[*]:-jars are those of the sources}"
  # On a new machine both take a minute: the lab comes up while Maven works.
  if [ "${#STALE[@]}" -gt 0 ] && [ "$TARGET" = lab ] && ! lab_answers; then up_swarm; fi
  end_jars
  step manifests "$MANIFESTS"
  validate_manifests
  [ -n "${SWARM_IS_UP:-}" ] || up_swarm
  step images "app and controller"
  ensure_images
  distribute_images
  step controller "service skep-controller"
  start_controller
  step ready "waiting for every manifest"
  wait_ready
  tell_what_is_next
}

# Sets MANIFESTS and FILES; the folder is remembered, since another one would mean that the first one's are to go.
manifests_folder() {
  local folder=${1:-$(target_get manifests)} file
  folder=${folder:-$SKEP_ROOT/manifests}
  [ -d "$folder" ] || die "no such folder: $folder. Name one with --manifests DIR."
  MANIFESTS=$(absolute_dir "$folder")
  FILES=()
  for file in "$MANIFESTS"/*.yaml "$MANIFESTS"/*.yml; do
    [ ! -f "$file" ] || FILES+=("$file")
  done
  [ "${#FILES[@]}" -gt 0 ] ||
    die "no *.yaml in $MANIFESTS. Copy one to begin with: cp $SKEP_ROOT/manifests/examples/1x1.yaml $MANIFESTS"
}

same_target_as_before() {
  [ ! -f "$TARGET_FILE" ] || is_recorded_target ||
    die "Skep already runs on another engine ($(target_get on) $(target_get engine)), and now it would be" \
      "$(target_name). Take it down there first: ./skep down"
}

# Sets VALID to one line for each manifest: "FILE: NAME is valid".
validate_manifests() {
  VALID=$(jar validate "${FILES[@]}") || die "nothing was changed. Mend the manifests and run this again."
}

manifest_names() { awk '{ print $(NF - 2) }' <<<"$VALID"; }

# None for a manifest that is reached only from inside the swarm.
urls_of() { jar url "$1" -o json | { grep -o 'http[^"]*' || true; }; }

up_swarm() {
  step swarm "$(target_name): $WHY"
  # Only what answers is remembered: a mistyped DOCKER_HOST shall not stand in the way of the right one.
  case $TARGET in
    lab)
      record_target
      lab_up
      ;;
    docker)
      engine_answers || die "$(target_name) does not answer: start it, or name another one (DOCKER_HOST)."
      record_target
      docker_swarm_up
      ;;
  esac
  SWARM_IS_UP=yes
}

# Looks at the node with the controller's eyes: prints the group of the Docker socket, or why it cannot read the folder.
probe_node() {
  docker run --rm --network none --user 10001:10001 --entrypoint sh \
    --mount type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock \
    --mount "type=bind,source=$MANIFESTS,target=/manifests,readonly" "$(image_name controller)" -c '
      cd /manifests && ls >/dev/null || exit 3
      for file in *.y*ml; do [ -r "$file" ] || { echo "cannot read $file" >&2; exit 3; }; done
      stat -c %g /var/run/docker.sock'
}

start_controller() {
  local gid ended=0
  gid=$(probe_node 2>"$(log_of probe)") || ended=$?
  case $ended in
    0) ;;
    3) failed probe "The controller (user 10001) must be able to read the manifests: chmod -R a+rX '$MANIFESTS'" ;;
    *) failed probe "The engine must see both this machine's /var/run/docker.sock and $MANIFESTS." ;;
  esac
  jar install --manifests "$MANIFESTS" --image "$CONTROLLER_IMAGE" --node-docker-gid "$gid" 2>&1 | show install ||
    die "the controller does not run. What the service says: docker service ps --no-trunc skep-controller; ./skep logs"
  target_set manifests "$MANIFESTS"
}

wait_ready() {
  local name url
  jar wait --manifests "$MANIFESTS" --for Ready --timeout 4m 2>&1 | show wait ||
    die "not everything is ready. What it waits for: ./skep status; why: ./skep logs"
  need_command curl curl "it asks the counter"
  NEXT=''
  for name in $(manifest_names); do
    for url in $(urls_of "$name"); do
      await_counter "$url"
      NEXT+="  curl $url    # $name"$'\n'
    done
  done
}

# Reads, and does not count.
await_counter() {
  local deadline=$((SECONDS + 60))
  until curl -fsS --noproxy '*' --max-time 2 "${1%/}/counter" >"$(log_of counter)" 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || failed counter "$1 does not answer: ./skep status, ./skep logs"
    sleep 1
  done
}

tell_what_is_next() {
  say
  say "Up in $SECONDS s. Count:"
  printf '%s' "$NEXT"
  say "Edit (replicas: 10, say), and see the swarm follow:"
  printf '  %s\n' "${FILES[@]}"
  say "  ./skep status    what each manifest is doing"
  say "  ./skep logs      what the controller decides, and why"
  say "  ./skep down      away with it all; the counts stay"
}
