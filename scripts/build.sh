# shellcheck shell=bash
# Jars and images, built when their content changed and not otherwise.

# A hash of files and of their names; folders count with all that is in them.
stamp_of() {
  local files
  files=$(find "$@" -type f | LC_ALL=C sort)
  paste -d' ' <(git hash-object --no-filters --stdin-paths <<<"$files") - <<<"$files" | git hash-object --stdin
}

jar_of() { printf '%s\n' "$SKEP_ROOT/$1/target/$1.jar"; }

# What a module's jar is made of. A server of the benchmarks is made of the app's classes.
sources_stamp() {
  local more=()
  [ "$1" != bench ] || more=(incrementor/src/main)
  (cd "$SKEP_ROOT" && stamp_of pom.xml "$1/pom.xml" "$1/src/main" ${more[@]+"${more[@]}"})
}

# jar_is_of MODULE STAMP: the jar on disk is the one that these sources gave.
jar_is_of() {
  local recorded=$SKEP_STATE/stamps/$1.jar
  [ -f "$(jar_of "$1")" ] && [ -f "$recorded" ] &&
    [ "$(cat "$recorded")" = "$2 $(git hash-object --no-filters "$(jar_of "$1")")" ]
}

# Tests and the format are ./skep test's affair: a user's half-done edit shall not keep the swarm from coming up.
# In place of the shell, so that whoever ends the job ends Maven.
compile_jars() {
  exec mvn -B -f "$SKEP_ROOT/pom.xml" -pl "$(IFS=, && printf '%s' "$*")" -am \
    -Dmaven.test.skip=true -Dspotless.check.skip=true package
}

record_jar() {
  mkdir -p "$SKEP_STATE/stamps"
  printf '%s %s\n' "$2" "$(git hash-object --no-filters "$(jar_of "$1")")" >"$SKEP_STATE/stamps/$1.jar"
}

# Gives each jar another inode: who runs one, such as ./skep events --follow, keeps the one that he has opened. Maven writes
# those anew, too, that the others need.
part_from_jars() {
  local module jar
  for module in controller incrementor bench; do
    jar=$(jar_of "$module")
    [ ! -f "$jar" ] || { cp -p "$jar" "$jar.parted" && mv "$jar.parted" "$jar"; }
  done
}

# Waits until no other command builds; for the rest of this shell it is ours, and whoever it starts holds it, too. Where there
# is no flock (macOS) two commands may build at once, and one may start with a jar that the other is writing.
lock_jars() {
  mkdir -p "$SKEP_STATE"
  exec 9>"$SKEP_STATE/build.lock"
  command -v flock >/dev/null || return 0
  flock -n 9 || { warn "another ./skep builds, or tests, in this checkout: waiting for it" && flock 9; }
}

# with_jars COMMAND...: runs it while nobody else builds; for a Maven that makes jars on its way.
with_jars() (
  lock_jars
  part_from_jars
  "$@"
)

# Builds those that are not current: two commands at once would build the same. A job in the background holds the lock, and
# with it Maven; what is run later does not. The log is begun under the lock, for the one before may still be written.
build_jars() {
  local module stamp i maven='' ended='' stale=() stamps=()
  lock_jars
  for module in "$@"; do
    stamp=$(sources_stamp "$module")
    if ! jar_is_of "$module" "$stamp"; then
      stale+=("$module")
      stamps+=("$stamp")
    fi
  done
  [ "${#stale[@]}" -gt 0 ] || return 0
  rm -f "$(log_of build)"
  exec >"$(log_of build)" 2>&1
  part_from_jars
  trap 'ended=yes; [ -z "$maven" ] || kill "$maven"' TERM
  compile_jars "${stale[@]}" &
  maven=$!
  [ -z "$ended" ] || kill "$maven"
  wait "$maven" || return
  for i in "${!stale[@]}"; do record_jar "${stale[$i]}" "${stamps[$i]}"; done
}

STALE=()

# begin_jars MODULE...: builds, in the background, the jars that are not those of the sources; end_jars waits for them. This
# look is for whoever needs no Maven and no lock; the one that counts is under the lock.
begin_jars() {
  local module
  need_command git git "the state of the sources is read by it"
  STALE=()
  for module in "$@"; do
    jar_is_of "$module" "$(sources_stamp "$module")" || STALE+=("$module")
  done
  [ "${#STALE[@]}" -gt 0 ] || return 0
  need_command mvn maven "it builds the jars"
  build_jars "${STALE[@]}" &
  JARS_JOB=$!
  JOBS+=("$JARS_JOB")
}

end_jars() {
  [ "${#STALE[@]}" -eq 0 ] ||
    finish_job build "$JARS_JOB" "If no error of the code is above: is the network up (Maven Central)?"
}

# Makes sure that the jars of the modules are those of the sources.
ensure_jars() {
  begin_jars "$@"
  [ "${#STALE[@]}" -eq 0 ] || warn "building ${STALE[*]}"
  end_jars
}

# One JVM, gone in a second: the fast compiler and the plain collector suit it.
jar() { "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$(jar_of controller)" "$@"; }

exec_jar() { exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$(jar_of controller)" "$@"; }

# --- images ------------------------------------------------------------------------------------------------------

image_stamp() {
  local module
  module=$(module_of "$1")
  (cd "$SKEP_ROOT" && sources_stamp "$module" && stamp_of "Dockerfile.$1" .dockerignore "$module/docker") |
    git hash-object --stdin
}

module_of() {
  case $1 in
    app) say incrementor ;;
    controller) say controller ;;
  esac
}

# The controller's tag names its content, so that an update of the service is one even where no registry gives digests.
image_name() {
  case $1 in
    app) printf 'skep/incrementor:%s\n' "$(version)" ;;
    controller) printf 'skep/controller:%s-%.12s\n' "$(version)" "$(image_stamp controller)" ;;
  esac
}

# The engine itself remembers, in a label, what an image was made of.
image_is_current() {
  local label
  label=$(docker image inspect -f '{{index .Config.Labels "dev.skep.stamp"}}' "$(image_name "$1")" 2>/dev/null) &&
    [ "$label" = "$(image_stamp "$1")" ]
}

# The lab's registry may have it of another engine of the lab, which is quicker than building it.
get_image() {
  [ "$TARGET" = lab ] && docker pull --quiet "$(image_name "$1")" >"$(log_of "pull-$1")" 2>&1 && image_is_current "$1"
}

# In place of the shell, so that whoever ends the job ends the build.
build_image() {
  exec docker build -f "$SKEP_ROOT/Dockerfile.$1" -t "$(image_name "$1")" \
    --label "dev.skep.stamp=$(image_stamp "$1")" \
    --label "org.opencontainers.image.version=$(version)" \
    --label "org.opencontainers.image.revision=$(git -C "$SKEP_ROOT" rev-parse HEAD 2>/dev/null || printf unknown)" \
    "$SKEP_ROOT"
}

image_size() {
  docker image inspect -f '{{.Size}}' "$(image_name "$1")" | awk '{ printf "%d MB", $1 / 1000000 }'
}

# Builds both at the same time, where they are not there yet.
ensure_images() {
  local image pids=()
  for image in app controller; do
    if image_is_current "$image" || get_image "$image"; then
      pids+=('')
    else
      in_background "image-$image" build_image "$image"
      pids+=("$!")
    fi
  done
  for image in app controller; do
    [ -z "${pids[0]}" ] || finish_job "image-$image" "${pids[0]}" "The engine needs the base images that Dockerfile.$image names."
    pids=("${pids[@]:1}")
    image_is_current "$image" ||
      die "$(image_name "$image") was built, but the engine does not have it: choose a builder that loads images" \
        "(docker buildx use default)."
    note "$(image_name "$image")  $(image_size "$image")"
  done
}
