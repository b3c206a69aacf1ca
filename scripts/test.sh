# shellcheck shell=bash
# ./skep test: every test with all its set-up. Needs Debian (as root, for the lab), a JDK 25, and the network for packages.

help_test() {
  cat <<'END'
Usage: ./skep test [--all | --only TEST[,TEST...]]

Runs the tests: the command's own, the unit tests and the format check, then the tests on the real swarm of the lab, some
of them also on the engine of a newer Debian.
The lab is taken down again, unless it was up before.

  --all         also ingress on a kernel with IPVS, booted as a process, the lab's self-test, which powers nodes off
                and on, and takes the lab down; and every kind of fault where else one stands for all
  --only TEST   of the tests on the swarm only these, and nothing else: --only ScaleIT, --only 'CountingIT#resets*'

SKEP_SEED=7,9-12 with --only WalkIT walks these random ways of 30 edits, and no others.
END
}

verb_test() {
  local all='' only=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) help_test && return ;;
      --all) all=yes ;;
      --only)
        [ -n "${2:-}" ] || usage_error "test: --only wants the name of a test, such as ScaleIT"
        only=$2
        shift
        ;;
      *) usage_error "test: unknown argument '$1'; see ./skep test --help" ;;
    esac
    shift
  done
  [ -z "$all" ] || [ -z "$only" ] || usage_error "test: --all and --only exclude each other"
  STEPS=8
  [ -z "$all" ] || STEPS=10
  [ -z "$all" ] || export SKEP_ALL=yes
  [ -z "$only" ] || STEPS=5
  LAB_WAS_UP=''
  if lab_answers; then
    LAB_WAS_UP=yes
    (use_lab && lab_must_be_free)
  fi
  # Chosen faults and ways are for --only: what was left in the environment must not narrow a whole run.
  [ -n "$only" ] || unset SKEP_FAULTS SKEP_SEED
  trap 'test_ends $?' EXIT
  timed tools test_tools
  if [ -z "$only" ]; then
    timed command test_command
    timed unit test_unit
  fi
  timed lab test_lab_up
  timed images test_images
  timed e2e test_e2e "$only"
  if [ -n "$all" ]; then timed ipvs test_ipvs; fi
  if [ -z "$only" ]; then timed engine test_engine; fi
  timed down test_lab_down "$all"
  if [ -n "$all" ]; then timed lab-test test_lab; fi
  TESTS_PASSED=yes
}

# A suite of Debian newer than the machine's, and what is tried on its engine.
ENGINE_SUITE=forky
ENGINE_TESTS='RealSwarm*IT,CountingIT,DriftIT'

# What a run that was cut has left on the lab's disks would fail each test for a reason that none of them tells.
lab_must_be_free() {
  local left
  ! has_controller || die "Skep runs on the lab, and the tests need it for themselves. First: ./skep down"
  left=$(docker service ls --format '{{.Name}}' | paste -sd ' ')
  [ -z "$left" ] || die "the tests need the lab for themselves, and it has services: $left. Remove them with" \
    "'docker service rm', or with all that is on its disks: ./skep lab down --purge"
}

# --- reporting ---------------------------------------------------------------------------------------------------

SUMMARY=''
RUNNING=''

# timed NAME COMMAND...: a step whose time is told at the end.
timed() {
  local began=$SECONDS
  RUNNING=$1
  step "$1" "$(test_says "$1")"
  "${@:2}"
  SUMMARY+=$(printf '  %-10s ok      %4d s' "$1" $((SECONDS - began)))$'\n'
}

test_says() {
  case $1 in
    tools) say "JDK, Maven, redis-server, wrk, tcpdump, tshark, fonts, shellcheck" ;;
    command) say "the scripts: shellcheck, and the tests of ./skep itself" ;;
    unit) say "mvn verify: unit tests, format" ;;
    lab) say "three engines, one swarm" ;;
    images) say "app and controller, and the one that the benchmark compares with" ;;
    e2e) say "mvn verify -Pe2e: on the real swarm" ;;
    ipvs) say "ingress, on a kernel with IPVS" ;;
    engine) say "the contract with the swarm, and the way of a manifest, on the engine of Debian $ENGINE_SUITE" ;;
    down) say "the lab, if it was not up before" ;;
    lab-test) say "the lab's self-test" ;;
  esac
}

test_ends() {
  local ended=$1
  end_jobs
  if [ -z "${TESTS_PASSED:-}" ]; then
    [ "$ended" -ne 0 ] || ended=1
    SUMMARY+=$(printf '  %-10s FAILED' "$RUNNING")$'\n'
    if [ "$RUNNING" != down ]; then test_lab_down "" || ended=1; fi
  fi
  printf '\nTests, %d s:\n%s' "$SECONDS" "$SUMMARY"
  exit "$ended"
}

# Shows of Maven's output what was tested and what went wrong; all of it is in the log.
mvn_shown() {
  local log
  log=$(log_of "$1")
  shift
  mvn -B -f "$SKEP_ROOT/pom.xml" "$@" 2>&1 | tee "$log" |
    sed -unE -e '/^\[ERROR\] *($|To see|Re-run|For more|After corr|  mvn|\[Help|-> \[Help)/d' -e 's/^(.{400}).*/\1/' \
      -e '/Tests run:|^\[ERROR\]|^\[WARNING\].*\.java:|^\[INFO\] BUILD/p' || die "Maven failed; its whole output: $log"
}

# --- the steps ---------------------------------------------------------------------------------------------------

test_tools() {
  local missing=() command
  use_jdk
  note "$JAVA_HOME"
  for command in git mvn:maven redis-server curl shellcheck wrk tcpdump tshark fc-list:fontconfig; do
    command -v "${command%:*}" >/dev/null || missing+=("${command#*:}")
  done
  [ "${#missing[@]}" -eq 0 ] || install_packages "the tests need it" "${missing[@]}"
}

test_command() {
  (cd "$SKEP_ROOT" && shellcheck -x -a skep .ci/run scripts/selftest controller/docker/healthy \
    incrementor/docker/healthy incrementor/docker/train lab/lab lab/test lab/lib/node-init lab/lib/make-layers \
    lab/ipvs lab/uml/boot lab/uml/guest)
  "$SKEP_ROOT/scripts/selftest"
}

# The jars that these tests approve of are the ones that the images get.
test_unit() {
  local controller incrementor bench
  controller=$(sources_stamp controller)
  incrementor=$(sources_stamp incrementor)
  bench=$(sources_stamp bench)
  # Many tests wait for a Redis or a clock: each core has a JVM that takes the next class. Maven must be on the JDK itself
  # for that, for it then looks into the classes, and so it is no matter of the pom.
  SKEP_REQUIRE_REDIS=1 SKEP_REQUIRE_WRK=1 SKEP_REQUIRE_CGROUP=1 with_jars mvn_shown unit -DforkCount=1C verify
  record_jar controller "$controller"
  record_jar incrementor "$incrementor"
  record_jar bench "$bench"
}

test_lab_up() {
  lab_up
  lab_must_be_free
}

test_images() {
  ensure_jars controller incrementor bench
  ensure_images
  distribute_images
  "$SKEP_LAB" more 2>&1 | show lab-more
  "$SKEP_LAB" ancestor 2>&1 | show ancestor
}

# test_e2e TESTS [LOG]: the profile leaves the unit tests out; they ran before.
test_e2e() {
  local chosen=()
  [ -z "$1" ] || chosen=("-Dit.test=$1" -Dfailsafe.failIfNoSpecifiedTests=false)
  SKEP_IMAGE_APP=$(image_name app) SKEP_IMAGE_CONTROLLER=$CONTROLLER_IMAGE \
    with_jars mvn_shown "${2:-e2e}" -Pe2e -Dspotless.check.skip=true ${chosen[@]+"${chosen[@]}"} -pl e2e -am verify
}

test_ipvs() {
  SKEP_IMAGE_APP=$(image_name app) SKEP_IMAGE_CONTROLLER=$(image_name controller) "$SKEP_ROOT/lab/ipvs" 2>&1 | show ipvs
}

# The packaged engine is of the year that Debian 12 froze; this one is today's. The lab has one engine at a time.
test_engine() {
  local was_up=$LAB_WAS_UP
  LAB_WAS_UP='' # so that it goes down if a test fails
  test_lab_down ""
  export SKEP_LAB_ENGINE=$ENGINE_SUITE
  test_lab_up
  engine_is_new
  test_images
  test_e2e "$ENGINE_TESTS" engine
  test_lab_down ""
  unset SKEP_LAB_ENGINE
  [ -z "$was_up" ] || test_lab_up
  LAB_WAS_UP=$was_up
}

# Else all that follows would pass on the engine that was tried before.
engine_is_new() {
  local version
  version=$(docker version -f '{{.Server.Version}}')
  [ "${version%%.*}" -ge 28 ] || die "the lab has engine $version, and Debian $ENGINE_SUITE is to give it 28 or newer"
  note "engine $version"
}

test_lab_down() {
  if [ -n "$LAB_WAS_UP" ] && [ -z "$1" ]; then
    note "the lab was up before and stays up"
    return
  fi
  "$SKEP_LAB" down 2>&1 | show lab-down
}

# It needs the lab for itself, and takes it down.
test_lab() { "$SKEP_ROOT/lab/test"; }
