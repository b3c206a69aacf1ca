#!/bin/sh
# Sentinel writes what it learns into its configuration, and a secret cannot be written. Its id is always the same, so that
# the others know it again. What it is to watch the controller tells it, by address.
set -eu
{ cat /run/secrets/sentinel.conf; echo "sentinel myid $SKEP_SENTINEL_ID"; } > /data/sentinel.conf
set -- redis-server /data/sentinel.conf --sentinel
# Of the official images: it gives root up.
if command -v docker-entrypoint.sh > /dev/null; then set -- docker-entrypoint.sh "$@"; fi
exec "$@"
