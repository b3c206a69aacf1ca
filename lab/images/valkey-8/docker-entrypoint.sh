#!/bin/sh
# As in the official image: options or a *.conf alone mean valkey-server, and root becomes the user valkey; what is called
# by its old name, redis-server, runs as it is called.
set -e

case ${1-} in
  -* | *.conf) set -- valkey-server "$@" ;;
esac

if [ "${1-}" = valkey-server ] && [ "$(id -u)" = 0 ]; then
  find . \! -user valkey -exec chown valkey:valkey '{}' +
  exec setpriv --reuid valkey --regid valkey --init-groups "$0" "$@"
fi

if [ "${1-}" = valkey-server ]; then umask 0077; fi
exec "$@"
