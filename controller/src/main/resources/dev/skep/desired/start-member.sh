#!/bin/sh
# Start rule of a member: never as the primary, in no mode. An empty Redis that came back as one would wipe the others, an
# outdated one would count on from what it knew.
# It follows the primary that the sentinels name, once that answers as one. Where they name none, or there are none, it
# follows nobody, read-only, and looks into its own data: they say whether it leads by itself (docs/decisions/0016). Where
# they do not, the controller promotes the member with the newest data.
set -eu
REDISCLI_AUTH=$(cat "$SKEP_PASSWORD_FILE")
export REDISCLI_AUTH

ask() { timeout 1 redis-cli -h "$@" 2> /dev/null; }

# The addresses of all sentinels that run.
sentinels() {
  for name in $SKEP_SENTINELS; do
    case $name in
      *[!0-9.]*) timeout 2 getent hosts "$name" | cut -d ' ' -f 1 || : ;;
      *) echo "$name" ;;
    esac
  done
}

# Sentinels that want more votes than there are elect nobody, and only tell who the primary is.
elects() { [ "$(ask "$1" -p 26379 sentinel master "$SKEP_PRIMARY_NAME" | grep -A 1 -x quorum | tail -n 1)" != 1000 ]; }

# What the sentinels name: "primary ADDRESS" that answers as one; "me"; "silent", while they may be electing; or nothing.
named() {
  seen=
  for sentinel in $(sentinels); do
    address=$(ask "$sentinel" -p 26379 sentinel get-master-addr-by-name "$SKEP_PRIMARY_NAME" | head -n 1)
    if [ -z "$address" ]; then continue; fi
    if grep -q "^$address[[:space:]]" /etc/hosts; then
      if elects "$sentinel"; then seen=me; fi
    elif [ "$(ask "$address" role | head -n 1)" = master ]; then
      echo "primary $address"
      return
    elif elects "$sentinel"; then
      seen=${seen:-silent}
    fi
  done
  echo "$seen"
}

# Its data name who may lead by itself; a Redis that leads alone has no replica that could confirm what it writes.
lead() {
  own=${SKEP_OWN_ADDRESS:-127.0.0.1}
  until [ "$(ask "$own" ping)" = PONG ]; do sleep 0.1; done
  if [ "$(ask "$own" get skep:lead)" = "$SKEP_MEMBER" ]; then
    echo "its data say that it leads: taking writes"
    ask "$own" config set min-replicas-to-write 0
    ask "$own" replicaof no one
  fi
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
    leader="127.0.0.1 1" # nobody listens there
    lead &
    ;;
esac
echo "starting as a replica of $leader"
set -- "$@" --replicaof "$leader"
# Of the official images: it gives root up.
if command -v docker-entrypoint.sh > /dev/null; then set -- docker-entrypoint.sh "$@"; fi
unset REDISCLI_AUTH
exec "$@"
