# shellcheck shell=bash
# What every part of the lab uses: names, folders, messages, waiting, and finding the lab's own processes.
# shellcheck disable=SC2034 # most names are used by the other parts

readonly NODES="1 2 3"
readonly SUBNET=10.99.0
readonly HOST_ADDRESS=$SUBNET.250
readonly DNS_ADDRESS=$SUBNET.253
readonly REGISTRY=$SUBNET.254:5000
# Names the folder of the lab that is up, and its engine (engine.sh); gone when the lab is down or the machine was restarted.
readonly CLAIM=/run/skep-lab
readonly LOCK=/run/lock/skep-lab
readonly MARKER=.skep-lab-disks

unset DOCKER_HOST DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION DOCKER_DEFAULT_PLATFORM

say() {
  printf '[%3ds] %s\n' "$SECONDS" "$1" >&2
}

# die WHAT [WHAT TO DO]
die() {
  printf 'lab: %s\n' "$1" >&2
  [[ -z ${2-} ]] || printf '     %s\n' "$2" >&2
  exit 1
}

# die_with_log WHAT LOG: also shows the last lines of the log and where it is.
die_with_log() {
  printf 'lab: %s; the last lines of %s:\n' "$1" "$2" >&2
  tail -n 15 "$2" 2>/dev/null | sed 's/^/     | /' >&2
  exit 1
}

# wait_until SECONDS COMMAND...: polls until the command succeeds; fails at the deadline.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

need_root() {
  [[ $EUID -eq 0 ]] || die "the lab makes network namespaces and installs packages, which only root can" \
    "run: sudo ./skep lab $*"
}

# Sets DIR. A lab that is up is found without SKEP_LAB_DIR; a second one beside it is refused.
choose_folder() {
  local up_in
  up_in=$(sed -n 1p "$CLAIM" 2>/dev/null || true)
  DIR=${SKEP_LAB_DIR:-${up_in:-/var/lib/skep-lab}}
  [[ $DIR == /* ]] || die "SKEP_LAB_DIR is '$DIR', which is no absolute path"
  DIR=$(readlink -m "$DIR")
  [[ -z $up_in || $up_in == "$DIR" ]] || die "a lab is up in $up_in already, and a machine holds one" \
    "unset SKEP_LAB_DIR, or run: SKEP_LAB_DIR=$up_in ./skep lab down"
  [[ $DIR != /run/* ]] || die "SKEP_LAB_DIR is '$DIR': every node has a /run of its own, so it cannot be in there"
  ((${#DIR} <= 80)) || die "SKEP_LAB_DIR is longer than 80 characters, too long for the path of a socket"
  CACHE=$DIR/cache
  LOGS=$DIR/log
}

claim_folder() {
  if [[ -d $DIR && ! -e $DIR/$MARKER && -n $(ls -A "$DIR") ]]; then
    die "$DIR is there but was not made by the lab" "name another folder in SKEP_LAB_DIR"
  fi
  mkdir -p "$DIR"
  touch "$DIR/$MARKER"
  mkdir -p "$CACHE" "$LOGS" "$DIR/registry"
  # containerd makes this folder, empty, wherever it starts.
  [[ -e /opt/containerd || -e $DIR/made-opt-containerd ]] || touch "$DIR/made-opt-containerd"
  printf '%s\n' "$DIR" "$ENGINE" >"$CLAIM"
}

forget_folder() {
  if [[ -e $DIR/made-opt-containerd && -d /opt/containerd ]]; then
    find /opt/containerd -depth -type d -empty -delete
  fi
  rm -f "$DIR/made-opt-containerd"
  rm -f "$CLAIM"
}

purge_folder() {
  [[ -e $DIR ]] || return 0
  [[ -e $DIR/$MARKER ]] || die "$DIR does not look like the disks of a lab ($MARKER is missing): not deleted"
  rm -rf --one-file-system "$DIR"
}

# Every process of the lab carries SKEP_LAB_PART=FOLDER|PART in its environment: that is how it is found again,
# also after a crash, and never by its name. The command itself is a part, named by its pid.
become_identifiable() {
  [[ ${SKEP_LAB_PART-} == "$DIR|$$" ]] || SKEP_LAB_PART="$DIR|$$" exec "$HERE/lab" "$@"
}

# parts_pids REGEX: the pids of this lab's processes whose part matches.
# shellcheck disable=SC2001 # an escape by reference needs sed
parts_pids() {
  local dir
  dir=$(sed 's/[.[\*^$+?(){}|]/\\&/g' <<<"$DIR")
  { grep -lzE "^SKEP_LAB_PART=$dir\|($1)$" /proc/[0-9]*/environ 2>/dev/null || true; } | cut -d/ -f3
}

no_part() {
  [[ -z $(parts_pids "$1") ]]
}

# end_part REGEX: kills at once, and waits until nothing of it is left.
end_part() {
  local pids
  mapfile -t pids < <(parts_pids "$1")
  [[ ${#pids[@]} -eq 0 ]] || kill -KILL "${pids[@]}" 2>/dev/null || true # gone in between is what we want
  wait_until 10 no_part "$1" || die "these processes of the lab do not end: $(parts_pids "$1" | tr '\n' ' ')"
}

# One command at a time. If the one that held the lock was killed, what it had started still holds it: end that.
take_lock() {
  local holder
  mkdir -p "$(dirname "$LOCK")"
  exec 9>>"$LOCK"
  if ! flock --nonblock 9; then
    holder=$(tail -n 1 "$LOCK")
    if parts_pids "$holder" | grep -qx "$holder"; then
      say "another lab command (pid $holder) is running: waiting for it"
    else
      end_part "$holder"
    fi
    flock --timeout 300 9 || die "another lab command (pid $holder) did not finish within 5 minutes"
  fi
  echo $$ >"$LOCK"
}
