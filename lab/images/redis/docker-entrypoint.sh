#!/bin/sh
# As in the official image: options or a *.conf alone mean redis-server, and root becomes the user redis.
set -e

case ${1-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "${1-}" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis:redis '{}' +
  exec setpriv --reuid redis --regid redis --init-groups "$0" "$@"
fi

if [ "${1-}" = redis-server ]; then
  umask 0077
  # The official image is compiled with protected mode off; Debian's is not, so it is set, unless something sets it.
  case " $* " in
    *" --protected-mode "* | *" --sentinel "*) ;;
    *) { [ -f "${2-}" ] && grep -q '^[[:space:]]*protected-mode' "$2"; } || set -- "$@" --protected-mode no ;;
  esac
fi
exec "$@"
