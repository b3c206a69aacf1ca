# shellcheck shell=bash
# ./skep bench faults: what breaks, what it costs, and that nothing is lost: the tests of FaultsIT, and the table they make.

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
  [ -z "$report" ] || has_marks "$report"
  rm -f "$table"
  SKEP_FAULTS=$only "$SKEP_ROOT/skep" test --only FaultsIT
  has_rows "$table"
  cat "$table"
  [ -z "$report" ] || write_table "$table" "$report"
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

FAULTS_BEGIN='<!-- bench faults: begin -->'
FAULTS_END='<!-- bench faults: end -->'

has_marks() {
  [ "$(grep -cxF -e "$FAULTS_BEGIN" -e "$FAULTS_END" "$1")" = 2 ] ||
    die "$1 has no lines $FAULTS_BEGIN and $FAULTS_END"
}

# write_table TABLE PAGE: in place of what stands between its marks.
write_table() {
  local page
  has_rows "$1"
  page=$(awk -v begin="$FAULTS_BEGIN" -v end="$FAULTS_END" -v table="$1" '
    $0 == end { within = 0 }
    !within { print }
    $0 == begin { within = 1; while ((getline line < table) > 0) print line }' "$2")
  printf '%s\n' "$page" >"$2"
  warn "written to $2"
}
