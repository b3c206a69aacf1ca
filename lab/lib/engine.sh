# shellcheck shell=bash
# Which engine the nodes run: the machine's own, or another suite's of Debian, unpacked beside the disks and not
# installed. An engine cannot go back behind one that wrote its disk, so each suite has disks of its own.

# Sets ENGINE, to nothing for the machine's own. A lab that is up is found without SKEP_LAB_ENGINE.
choose_engine() {
  local up_with=
  [[ ! -e $CLAIM ]] || up_with=$(sed -n 2p "$CLAIM")
  ENGINE=${SKEP_LAB_ENGINE-$up_with}
  [[ $ENGINE =~ ^[a-z]{0,10}$ ]] || die "SKEP_LAB_ENGINE is '$ENGINE', which is no suite of Debian, such as forky"
  [[ ! -e $CLAIM || $ENGINE == "$up_with" ]] ||
    die "the lab is up with the engine of ${up_with:-this machine}" "run: ./skep lab down"
}

# Where the programs of the engine are looked for first.
engine_path() {
  [[ -z $ENGINE ]] || printf '%s:' "$CACHE/engine-$ENGINE/usr/sbin" "$CACHE/engine-$ENGINE/usr/bin"
}

engine_up() {
  local folder=$CACHE/engine-$ENGINE log=$LOGS/engine-$ENGINE.log
  [[ -n $ENGINE && ! -d $folder ]] || return 0
  command -v apt-get >/dev/null || die "the engine of Debian $ENGINE is got by apt-get, which is not here"
  say "engine: getting that of Debian $ENGINE"
  rm -rf "$folder.new"
  (get_engine "$folder.new") >"$log" 2>&1 || die_with_log "the engine of Debian $ENGINE cannot be got" "$log"
  mv "$folder.new" "$folder"
}

# By apt with a list of its own: it checks signatures, and the machine's packages are as before. The machine's runc
# serves: that of a newer suite wants a newer libc.
get_engine() {
  local apt=$1/apt
  of_suite() {
    apt-get -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- \
      -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root "$@"
  }
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" && cd "$apt" || return
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${SKEP_LAB_MIRROR:-http://deb.debian.org/debian} $ENGINE main" \
    >sources.list
  of_suite --error-on=any update && of_suite download docker.io containerd &&
    dpkg-deb --extract docker.io_*.deb "$1" && dpkg-deb --extract containerd_*.deb "$1" && rm -r "$apt"
}
