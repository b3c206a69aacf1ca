# shellcheck shell=bash
# ./skep bench faults: what breaks, what it costs, and that nothing is lost: the tests of FaultsIT, and the table they make.
# ./skep bench changes: likewise what is changed while it counts.

help_faults() {
  cat <<'END'
Usage: ./skep bench faults [--only FAULT[,FAULT...] | --report FILE]

Breaks Redis, sentinels, nodes, disks and the network of the lab, one after the other, while clients count, and prints
what each cost: the same tests as ./skep test runs, on the lab.

  --only FAULT   only these, of:
END
  fault_names | paste -sd ' ' | fold -s -w 100 | sed 's/^/                 /'
  cat <<'END'
  --report FILE  writes the whole table into this page, too, between its lines "bench faults: begin" and "end"
END
}

bench_faults() {
  local only='' report='' table=$SKEP_ROOT/e2e/target/faults.md
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) help_faults && return ;;
      --only | --report)
        [ -n "${2:-}" ] || usage_error "bench faults: $1 wants a value; see ./skep bench faults --help"
        if [ "$1" = --only ]; then only=$2; else report=$2; fi
        shift
        ;;
      *) usage_error "bench faults: unknown argument '$1'; see ./skep bench faults --help" ;;
    esac
    shift
  done
  [ -z "$only" ] || [ -z "$report" ] || usage_error "bench faults: --only and --report exclude each other: a page gets the whole table"
  known_faults "$only"
  [ -z "$report" ] || has_marks faults "$report"
  rm -f "$table"
  SKEP_FAULTS=$only "$SKEP_ROOT/skep" test --only FaultsIT
  has_rows "$table"
  cat "$table"
  [ -z "$report" ] || write_table faults "$table" "$report"
}

# As e2e's Fault has them, in the order in which they are tried.
fault_names() { sed -nE 's/^    ([A-Z]+(_[A-Z]+)*)\(.*/\1/p' "$SKEP_ROOT/e2e/src/test/java/dev/skep/e2e/Fault.java"; }

# known_faults NAME,NAME: each is one, or the command ends.
known_faults() {
  local name
  while [ -n "$1" ] && IFS= read -r name; do
    fault_names | grep -qxF -e "$name" ||
      usage_error "bench faults: unknown fault '$name'; $(fault_names | did_you_mean "$name")./skep bench faults --help lists all"
  done < <(tr ',' '\n' <<<"$1")
}

# Two lines are its head.
has_rows() {
  [ "$(grep -c '^| ' "$1")" -gt 2 ] || die "no fault was tried: the table has no row"
}

# has_marks BENCHMARK PAGE
has_marks() {
  [ "$(grep -cxF -e "<!-- bench $1: begin -->" -e "<!-- bench $1: end -->" "$2")" = 2 ] ||
    die "$2 has no lines '<!-- bench $1: begin -->' and '<!-- bench $1: end -->'"
}

# write_table BENCHMARK TABLE PAGE: in place of what stands between its marks.
write_table() {
  local page
  has_rows "$2"
  page=$(awk -v begin="<!-- bench $1: begin -->" -v end="<!-- bench $1: end -->" -v table="$2" '
    $0 == end { within = 0 }
    !within { print }
    $0 == begin { within = 1; while ((getline line < table) > 0) print line }' "$3")
  printf '%s\n' "$page" >"$3"
  warn "written to $3"
}

# The tests that tell what a change cost.
CHANGE_TESTS='ModeChangeIT,MoveIT,DrainIT,SentinelIT,ScaleIT,PerReplicaIT#b*,RolloutIT#another*+other*,RotationIT,LoneMoveIT'

help_changes() {
  cat <<'END'
Usage: ./skep bench changes [--report FILE]

Changes modes, images, members, sentinels, replicas, passwords and nodes on the lab, one after the other, while clients
count, and prints what each cost: the same tests as ./skep test runs.

  --report FILE  writes the table into this page, too, between its lines "bench changes: begin" and "end"
END
}

bench_changes() {
  local report='' table=$SKEP_ROOT/e2e/target/changes.md rows
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) help_changes && return ;;
      --report)
        [ -n "${2:-}" ] || usage_error "bench changes: --report wants a file; see ./skep bench changes --help"
        report=$2
        shift
        ;;
      *) usage_error "bench changes: unknown argument '$1'; see ./skep bench changes --help" ;;
    esac
    shift
  done
  [ -z "$report" ] || has_marks changes "$report"
  rm -f "$table"
  SKEP_ALL=yes "$SKEP_ROOT/skep" test --only "$CHANGE_TESTS"
  [ -s "$table" ] || die "no change was tried: the table has no row"
  rows=$(cat "$table")
  {
    say '| change | took | answered | failed | lost | doubled | longest gap |'
    say '| --- | ---: | ---: | ---: | ---: | ---: | ---: |'
    say "$rows"
  } >"$table"
  cat "$table"
  [ -z "$report" ] || write_table changes "$table" "$report"
}
