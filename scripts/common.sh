# shellcheck shell=bash
# What every part of ./skep uses: saying things, steps with their times, commands whose output goes to a log.

say() { printf '%s\n' "$*"; }
warn() { printf 'skep: %s\n' "$*" >&2; }

die() {
  warn "$@"
  exit 1
}

usage_error() {
  warn "$@"
  exit 64
}

# "did you mean 'WORD'? ", with the word of standard input that is nearest to $1 (Levenshtein's distance), or nothing
# where more than half of it would have to be written otherwise.
did_you_mean() {
  awk -v word="$1" '
    function min(a, b) { return a < b ? a : b }
    function distance(a, b,   i, j, d) {
      for (i = 0; i <= length(a); i++) d[i, 0] = i
      for (j = 0; j <= length(b); j++) d[0, j] = j
      for (i = 1; i <= length(a); i++)
        for (j = 1; j <= length(b); j++)
          d[i, j] = min(min(d[i - 1, j] + 1, d[i, j - 1] + 1),
                        d[i - 1, j - 1] + (substr(a, i, 1) != substr(b, j, 1)))
      return d[length(a), length(b)]
    }
    { here = distance(word, $0); if (NR == 1 || here < best) { best = here; found = $0 } }
    END { if (best <= length(word) / 2) printf "did you mean \047%s\047? ", found }'
}

# The version of everything stands in pom.xml, in its first <version>.
version() { awk -F'[<>]' '/<version>/ { print $3; exit }' "$SKEP_ROOT/pom.xml"; }

# A directory as an absolute path; it must exist.
absolute_dir() { (cd "$1" && pwd -P); }

# --- steps -----------------------------------------------------------------------------------------------------

STEP=0
STEPS=0

# step NAME WHAT: announces the next of $STEPS steps, with the seconds since the command began.
step() {
  STEP=$((STEP + 1))
  printf '[%3ds] %d/%d %-10s %s\n' "$SECONDS" "$STEP" "$STEPS" "$1" "$2"
}

note() { printf '                  %s\n' "$*"; }

# The log of that name; its folder is made on the way.
log_of() {
  mkdir -p "$SKEP_LOGS"
  printf '%s/%s.log\n' "$SKEP_LOGS" "$1"
}

# Shows the output of a command that reports its own progress, indented, and keeps it in a log as well.
show() {
  local line
  # Line by line: sed keeps what it reads back where nobody sits at a terminal.
  tee "$(log_of "$1")" | while IFS= read -r line || [ -n "$line" ]; do printf '                  %s\n' "$line"; done
}

# logged NAME HINT COMMAND...: runs it with its output in NAME.log; when it fails, shows the log's end and the hint.
logged() {
  local name=$1 hint=$2
  shift 2
  ("$@") >"$(log_of "$name")" 2>&1 || failed "$name" "$hint"
}

failed() {
  local log
  log=$(log_of "$1")
  # Without the advice that Maven gives after every error.
  sed -E '/^\[ERROR\] *($|To see|Re-run|For more|\[Help|-> \[Help)/d' "$log" | tail -n 25 | sed 's/^/    /' >&2
  die "$1 failed. Its whole output: $log. $2"
}

# --- commands in the background ----------------------------------------------------------------------------------

JOBS=()

# in_background NAME COMMAND...: like logged, without waiting; finish_job NAME PID HINT waits for it.
in_background() {
  local log
  log=$(log_of "$1")
  shift
  "$@" >"$log" 2>&1 &
  JOBS+=("$!")
}

finish_job() { wait "$2" || failed "$1" "$3"; }

# Whatever ends the command ends what it left running in the background; another run takes up from there.
end_jobs() {
  local pid
  for pid in ${JOBS[@]+"${JOBS[@]}"}; do
    if kill -0 "$pid" 2>/dev/null; then kill "$pid"; fi
  done
}
trap end_jobs EXIT
trap 'warn "interrupted; the same command takes up from here"; exit 130' INT
trap 'exit 143' TERM

# --- packages ----------------------------------------------------------------------------------------------------

# need_command COMMAND PACKAGE WHY: installs the package on Debian as root, else says what to do.
need_command() {
  command -v "$1" >/dev/null || install_packages "$3" "$2"
}

# install_packages WHY PACKAGE...: without starting any service that a package brings.
install_packages() {
  local why=$1
  shift
  command -v apt-get >/dev/null || die "missing: $* ($why). Install it and run this again."
  [ "$(id -u)" = 0 ] || die "missing: $* ($why). Run: sudo apt-get install $*"
  note "installing $*"
  if [ -z "${APT_UPDATED:-}" ]; then
    logged apt-update "Is the network up?" apt-get update -q
    APT_UPDATED=yes
  fi
  logged apt-install "Try: apt-get install $*" without_services \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# policy-rc.d is how Debian is told not to start services at their installation. Left behind, it would keep every later
# package's service from starting: it goes even when this is interrupted.
without_services() (
  policy=${SKEP_POLICY_RC:-/usr/sbin/policy-rc.d}
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap - EXIT
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  "$@"
)
