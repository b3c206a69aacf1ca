#!/bin/sh
# Start rule of a Redis that holds the count of all app tasks; that of a shard, which is alone by design, is start-shard.sh.
#
# Where the swarm says that its volume was counted in, it does not start on an empty one as if that were new.
#
# It never starts as the primary, in no mode. An empty Redis that came back as one would wipe the others, an outdated one would
# count on from what it knew. It follows the primary that most
# sentinels name, once that answers as one, and copies what that has. Where they agree on none, or there are none, it
# follows nobody, read-only. Where no sentinel is there its own data say whether it leads by itself (docs/decisions/0017).
# Else, and where they do not, the controller promotes the member with the newest data.
set -eu
folder=$(sed -n 's/^dir //p' "$2")
# Made where Redis is let start on a new volume, so that one without a first snapshot is known again, too.
marker=$folder/skep-started
# Made once there is a snapshot, here and by the health check: without it none was ever written.
saved=$folder/skep-saved

# Here and below a password is read by redis-cli from where it asks a person for it: it stands in no environment and no command line.
ask() { timeout 1 redis-cli --askpass --user health -h "$@" <"$SKEP_PASSWORD_FILE" 2>/dev/null; }

# The addresses of all sentinels that run, of as many as there can be: so this is the same in every mode. All names are looked
# up at once, for one that nobody has may take a second.
sentinels() {
  for name in $SKEP_SENTINELS; do
    case $name in
      # With a dot at its end it is looked for nowhere else than here.
      *[!0-9.]*) timeout 1 getent hosts "$name." | head -n 1 | cut -d ' ' -f 1 || : ;;
      *) echo "$name" ;;
    esac &
  done
  wait
}

# Of what a sentinel says of the group that it watches.
field() { printf '%s\n' "$info" | grep -A 1 -x "$1" | tail -n 1; }

count() { printf '%s\n' $2 | grep -c -F -x "$1"; }

# Whether most of all sentinels name this primary: of as many as run, or as know each other, whichever is more, and of two at
# least, for fewer than three are never asked for: the only one that has a name yet may know of no other. One that was
# cut off together with an old primary may remember it alone, while those that elected another have restarted and forgot
# (docs/decisions/0020). Sentinels that want more votes than there are elect nobody: they know what the controller told
# them last, and count only where no other contradicts.
agreed() {
  names=$elected
  if [ -z "$elected$unsure" ]; then names=$told; fi
  if [ "$all" -lt 2 ]; then all=2; fi
  [ $(($(count "$1" "$names") * 2)) -gt "$all" ]
}

# Whom the sentinels name, those that elect and those that do not, and how many they are. One that is too slow to say which it
# is may be electing: it is believed in nothing, and contradicts. It watches one group, so its list of groups tells: all
# versions of Skep let members read that.
ask_sentinels() {
  answering=
  elected=
  told=
  unsure=
  addresses=$(sentinels)
  all=$(printf '%s\n' $addresses | grep -c .) || :
  for sentinel in $addresses; do
    address=$(ask "$sentinel" -p 26379 sentinel get-master-addr-by-name "$SKEP_PRIMARY_NAME") || continue
    answering=$sentinel
    address=$(printf '%s\n' "$address" | head -n 1)
    if [ -z "$address" ]; then continue; fi
    info=$(ask "$sentinel" -p 26379 sentinel masters) || :
    others=$(field num-other-sentinels)
    if [ -z "$others" ]; then
      unsure="$unsure $address"
      continue
    elif [ "$(field quorum)" = 1000 ]; then
      told="$told $address"
    else
      elected="$elected $address"
    fi
    if [ "$others" -ge "$all" ]; then all=$((others + 1)); fi
  done
}

# The answer, which is what the sentinels name: "primary ADDRESS" that answers as one; "me"; "silent", while they may be
# electing; or nothing.
named() {
  seen=
  ask_sentinels
  for address in $elected $told $unsure; do
    if grep -q "^$address[[:space:]]" /etc/hosts; then
      if [ -n "$elected$unsure" ]; then seen=me; fi
    elif agreed "$address" && [ "$(ask "$address" role | head -n 1)" = master ]; then
      answer="primary $address"
      return
    elif [ -n "$elected$unsure" ]; then
      seen=${seen:-silent}
    fi
  done
  answer=$seen
}

# Whether there were data, and nothing of them is here.
lost() {
  case ${SKEP_HOLDS_DATA-} in
    '') return 1 ;;
    # A folder for it proves nothing: its manifest does, and before Redis 7 the file itself.
    aof*) ! ls "$folder"/appendonlydir/*.manifest "$folder"/appendonly.aof 2>/dev/null | grep -q . ;;
    *) [ ! -e "$folder"/dump.rdb ] && { [ -e "$saved" ] || [ ! -e "$marker" ]; } ;;
  esac
}

digest() { sha256sum | cut -d ' ' -f 1; }

# A user of this start alone, whose password nobody else ever knows: what the health checks know lets nobody take the lead.
starter() {
  secret=$(head -c 32 /dev/urandom | digest)
  rights=$(mktemp)
  echo "user starter on #$(printf %s "$secret" | digest) ~skep:lead resetchannels -@all +ping +get +config|set +replicaof" >"$rights"
  chmod 644 "$rights"
}

as_starter() {
  printf '%s\n' "$secret" | timeout 1 redis-cli --askpass --user starter -h "${SKEP_OWN_ADDRESS:-127.0.0.1}" "$@" 2>/dev/null
}

# Once a Redis has run for 20 s and follows nobody the controller takes it for one that does not lead, and may promote another
# (Promoting): by then this must have ended, its last question too. Redis reckons for how long it runs by the same clock.
in_time() {
  if [ $(($(date +%s) - begun)) -ge 17 ]; then
    echo "its start took too long: who leads is left to the controller"
    exit 0
  fi
}

# A busy machine may cut an answer off; nobody is asked who is gone.
again() {
  kill -0 $$ 2>/dev/null || exit 0
  sleep 0.1
}

# Its data name who may lead by itself; a Redis that leads alone has no replica that could confirm what it writes.
lead() {
  begun=$(date +%s)
  until in_time && [ "$(as_starter ping)" = PONG ]; do again; done
  rm -f "$rights"
  until in_time && who=$(as_starter get skep:lead); do again; done
  if [ "$who" = "$SKEP_MEMBER" ]; then
    echo "its data say that it leads: taking writes"
    until in_time && [ "$(as_starter config set min-replicas-to-write 0)" = OK ]; do again; done
    until in_time && [ "$(as_starter replicaof no one)" = OK ]; do again; done
  fi
}

# The others elect when this member has not answered for a while; answering sooner would stop them.
tries=0
while :; do
  named
  case $answer in
    me) most=30 ;;
    silent) most=3 ;;
    *) break ;;
  esac
  if [ "$tries" -ge "$most" ]; then break; fi
  tries=$((tries + 1))
  sleep 1
done
case $answer in
  primary\ *) leader="${answer#primary } 6379" ;;
  *)
    if lost; then
      echo "not started: the volume was counted in, and nothing of that is in it; skep status tells what to do" >&2
      exit 78 # told to the controller by Swarm
    fi
    leader="127.0.0.1 1" # nobody listens there
    # Where one is there, the controller is at work, and sees whether a copy knows more than the disk of this one.
    if [ -z "$answering" ]; then
      starter
      lead &
      set -- "$@" --include "$rights"
    fi
    ;;
esac
[ -e "$marker" ] || : >"$marker"
if [ -e "$folder"/dump.rdb ]; then : >"$saved"; else rm -f "$saved"; fi
echo "starting as a replica of $leader"
set -- "$@" --replicaof "$leader"
# Of the official images: it gives root up.
if command -v docker-entrypoint.sh > /dev/null; then set -- docker-entrypoint.sh "$@"; fi
exec "$@"
