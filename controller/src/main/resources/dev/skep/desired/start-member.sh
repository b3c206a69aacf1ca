#!/bin/sh
# Start rule of a member under Sentinel: never as primary. An empty Redis that came back as primary would wipe the others.
# It follows the primary that the sentinels name, once that answers as one. If they name none (first start, total loss) it
# follows nobody, read-only, and the controller promotes the member with the newest data.
set -eu
REDISCLI_AUTH=$(cat "$SKEP_PASSWORD_FILE")
export REDISCLI_AUTH

ask() { timeout 1 redis-cli -h "$@" 2>/dev/null | head -n 1; }

# What the sentinels name: "primary ADDRESS" that answers as one; "me"; "silent", while they may be electing; or nothing.
named() {
  seen=
  for sentinel in $SKEP_SENTINELS; do
    address=$(ask "$sentinel" -p 26379 sentinel get-master-addr-by-name "$SKEP_PRIMARY_NAME")
    if [ -z "$address" ]; then continue; fi
    if grep -q "^$address[[:space:]]" /etc/hosts; then
      seen=me
    elif [ "$(ask "$address" role)" = master ]; then
      echo "primary $address"
      return
    else
      seen=${seen:-silent}
    fi
  done
  echo "$seen"
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
  *) leader="127.0.0.1 1" ;; # nobody listens there
esac
echo "starting as a replica of $leader"
set -- "$@" --replicaof "$leader"
# Of the official images: it gives root up.
if command -v docker-entrypoint.sh > /dev/null; then set -- docker-entrypoint.sh "$@"; fi
unset REDISCLI_AUTH
exec "$@"
