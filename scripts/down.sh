# shellcheck shell=bash
# ./skep down: what up made goes; the volumes with the counts stay unless --purge.

help_down() {
  cat <<'END'
Usage: ./skep down [--purge]

Removes the controller, every service, network, config and secret that Skep made, and then the lab, or the swarm of one
node if ./skep up made it. The volumes with the counts are kept, and the backups that Skep took by itself (the swarm stays
then): the next ./skep up continues them.

  --purge   delete the volumes, the kept backups, and Skep's images, too: the counts are lost
END
}

verb_down() {
  local purge=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) help_down && return ;;
      --purge) purge=--purge ;;
      *) usage_error "down: unknown argument '$1'; see ./skep down --help" ;;
    esac
    shift
  done
  if find_running_target; then
    say "Taking Skep down on $(target_name)."
    "down_$TARGET" "$purge"
    if [ -f "$TARGET_FILE" ] && is_recorded_target; then rm "$TARGET_FILE"; fi
  else
    down_nowhere "$purge"
  fi
}

uninstall() {
  use_jdk
  ensure_jars controller
  jar uninstall || die "not everything could be removed; running this again tries the rest. $1"
}

down_lab() {
  if lab_answers; then
    uninstall "Or take the whole lab down as it is: ./skep lab down"
  fi
  # shellcheck disable=SC2086 # empty, or the one flag
  "$SKEP_LAB" down $1
  [ -n "$1" ] || say "The volumes are kept in ${SKEP_LAB_DIR:-/var/lib/skep-lab}; ./skep down --purge deletes them."
}

down_docker() {
  target_answers || die "$(target_name) does not answer: start it, so that Skep can be removed from it." \
    "Or, if it is gone for good, forget it: rm $TARGET_FILE"
  case $(docker info -f '{{.Swarm.ControlAvailable}}') in
    true) uninstall "" ;;
    *) say "It is in no swarm: nothing runs there." ;;
  esac
  [ -z "$1" ] || purge_backups
  leave_own_swarm
  if [ -n "$1" ]; then
    purge_docker
  elif docker volume ls -q --filter label=dev.skep.name | grep -q .; then
    say "The volumes are kept (docker volume ls --filter label=dev.skep.name); ./skep down --purge deletes them."
  fi
}

# The configs that the controller keeps backups in, or nothing.
kept_backups() { docker config ls -q --filter label=dev.skep.backup; }

# What leaving the swarm would cost others, or nothing.
others_in_swarm() {
  local nodes kind found
  nodes=$(docker info -f '{{.Swarm.Nodes}}')
  if [ "$nodes" != 1 ]; then
    say "it has ${nodes:-an unknown number of} nodes"
    return
  fi
  found=$(kept_backups) || return
  if [ -n "$found" ]; then
    say "it holds $(wc -l <<<"$found") of the backups that Skep takes by itself; ./skep down --purge deletes them"
    return
  fi
  for kind in service secret config; do
    found=$(docker "$kind" ls -q) || return
    if [ -n "$found" ]; then
      say "it holds a $kind that is not Skep's ($(head -n 1 <<<"$found"))"
      return
    fi
  done
}

# Only the swarm that up made, and only while nobody else uses it.
leave_own_swarm() {
  [ "$(target_get swarm_init)" = yes ] && is_recorded_target || return 0
  local others
  others=$(others_in_swarm)
  if [ -n "$others" ]; then
    say "The swarm stays: $others. To end it: docker swarm leave --force"
    return
  fi
  docker swarm leave --force >/dev/null
  # Tasks that had ended before leave their containers behind, and nobody else would clean them up now.
  local containers
  containers=$(docker ps -aq --filter label=dev.skep.name)
  # shellcheck disable=SC2086 # ids, one word each
  [ -z "$containers" ] || logged leave "Remove them by hand: docker rm --force $containers" docker rm --force $containers
  say "The swarm that ./skep up had made is gone."
}

purge_backups() {
  local backups
  backups=$(kept_backups 2>/dev/null) || return 0 # no swarm has none
  # shellcheck disable=SC2086 # ids, one word each
  [ -z "$backups" ] || logged purge "Remove them by hand: docker config rm $backups" docker config rm $backups
}

# Removed services end their tasks by and by, and a volume is free only once its container is gone.
purge_docker() {
  local volumes deadline=$((SECONDS + 60))
  while volumes=$(docker volume ls -q --filter label=dev.skep.name) && [ -n "$volumes" ]; do
    [ "$SECONDS" -lt "$deadline" ] || failed purge "These volumes are still there: $volumes"
    # shellcheck disable=SC2086 # names, one word each
    docker volume rm $volumes >"$(log_of purge)" 2>&1 || sleep 1
  done
  forget_volumes
  purge_images
  say "Skep's volumes and images on this engine are deleted."
}

our_images() { docker image ls -q --filter label=dev.skep.stamp | sort -u; }

# The engine keeps an image that another was built on: of a pile of them each round takes what is on top.
purge_images() {
  local images left
  images=$(our_images)
  while [ -n "$images" ]; do
    # shellcheck disable=SC2086 # ids, one word each
    docker image rm --force $images >"$(log_of purge)" 2>&1 || say "Some images are not gone yet."
    left=$(our_images)
    [ "$left" != "$images" ] || failed purge "Delete them by hand: docker image rm --force ${images//$'\n'/ }"
    images=$left
  done
}

# What the swarm knows of the deleted volumes: where they were, and that they hold data. A next Redis would wait for these.
forget_volumes() {
  local labels
  # In no swarm there is no node, and nothing to forget.
  labels=$(docker node inspect self -f '{{range $name, $_ := .Spec.Labels}}{{println $name}}{{end}}' 2>/dev/null) || return 0
  labels=$(grep -E '^dev\.skep\.(volume|new|data)\.' <<<"$labels" | sed 's/^/--label-rm=/') || return 0
  # shellcheck disable=SC2086 # names, one word each
  logged purge "Remove them by hand: docker node update --label-rm LABEL NODE" \
    docker node update $labels "$(docker info -f '{{.Swarm.NodeID}}')"
}

down_nowhere() {
  if [ -n "$1" ] && [ -d "${SKEP_LAB_DIR:-/var/lib/skep-lab}" ]; then
    "$SKEP_LAB" down --purge
  else
    say "Nothing to take down: Skep runs nowhere here."
  fi
}
