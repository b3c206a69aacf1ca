#!/bin/sh
# Start rule of a Redis that is alone in its group by design; that of one that has, or may get, others is start-member.sh.
#
# Where the swarm says that its volume was counted in, it does not start on an empty one as if that were new.
set -eu
folder=$(sed -n 's/^dir //p' "$2")
# Made where Redis is let start on a new volume, so that one without a first snapshot is known again, too.
marker=$folder/skep-started
# Made once there is a snapshot, here and by the health check: without it none was ever written.
saved=$folder/skep-saved

# Whether there were data, and nothing of them is here.
lost() {
  case ${SKEP_HOLDS_DATA-} in
    '') return 1 ;;
    # A folder for it proves nothing: its manifest does, and before Redis 7 the file itself.
    aof*) ! ls "$folder"/appendonlydir/*.manifest "$folder"/appendonly.aof 2>/dev/null | grep -q . ;;
    *) [ ! -e "$folder"/dump.rdb ] && { [ -e "$saved" ] || [ ! -e "$marker" ]; } ;;
  esac
}

if lost; then
  echo "not started: the volume was counted in, and nothing of that is in it; skep status tells what to do" >&2
  exit 78 # told to the controller by Swarm
fi
[ -e "$marker" ] || : >"$marker"
if [ -e "$folder"/dump.rdb ]; then : >"$saved"; else rm -f "$saved"; fi
# Of the official images: it gives root up.
if command -v docker-entrypoint.sh > /dev/null; then set -- docker-entrypoint.sh "$@"; fi
exec "$@"
