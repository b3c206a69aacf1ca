#!/bin/sh
# Start rule of a Redis.
#
# Where the swarm says that its volume was counted in, it does not start on an empty one as if that were new.
#
# Under Sentinel it never starts as primary. An empty Redis that came back as primary would wipe the others. It follows the
# primary that most sentinels name, once that answers as one, and copies what that has. If they agree on none (first start,
# total loss) it follows nobody, read-only, and the controller promotes the member with the newest data.
set -eu
REDISCLI_AUTH=$(cat "$SKEP_PASSWORD_FILE")
export REDISCLI_AUTH
folder=$(sed -n 's/^dir //p' "$2")
# Made where Redis is let start on a new volume, so that one without a first snapshot is known again, too.
marker=$folder/skep-started
# Made once there is a snapshot, here and by the health check: without it none was ever written.
saved=$folder/skep-saved

ask() { timeout 1 redis-cli --user health -h "$@" 2>/dev/null | head -n 1; }

# Whether most of all sentinels name this primary, those that do not answer included. One that was cut off together with an
# old primary may remember it alone, while those that elected another have restarted and forgot (docs/decisions/0020).
agreed() { [ $(($(echo "$names" | grep -c -F -x "$1") * 2)) -gt "$(echo "$SKEP_SENTINELS" | wc -w)" ]; }

# What the sentinels name: "primary ADDRESS" that answers as one; "me"; "silent", while they may be electing; or nothing.
named() {
  seen=
  names=$(for sentinel in ${SKEP_SENTINELS-}; do
    ask "$sentinel" -p 26379 sentinel get-master-addr-by-name "$SKEP_PRIMARY_NAME"
  done)
  for address in $names; do
    if grep -q "^$address[[:space:]]" /etc/hosts; then
      seen=me
    elif agreed "$address" && [ "$(ask "$address" role)" = master ]; then
      echo "primary $address"
      return
    else
      seen=${seen:-silent}
    fi
  done
  echo "$seen"
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

# The others elect when this member has not answered for a while; answering sooner would stop them.
tries=0
while :; do
  answer=$(named)
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
    leader=${SKEP_SENTINELS:+127.0.0.1 1} # nobody listens there
    ;;
esac
[ -e "$marker" ] || : >"$marker"
if [ -e "$folder"/dump.rdb ]; then : >"$saved"; else rm -f "$saved"; fi
if [ -n "$leader" ]; then
  echo "starting as a replica of $leader"
  set -- "$@" --replicaof "$leader"
fi
# Of the official images: it gives root up.
if command -v docker-entrypoint.sh > /dev/null; then set -- docker-entrypoint.sh "$@"; fi
unset REDISCLI_AUTH
exec "$@"
