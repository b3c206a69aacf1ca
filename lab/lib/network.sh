# shellcheck shell=bash
# The network: a bridge in a namespace of its own (dockerd would set FORWARD to DROP in the root namespace, and the
# nodes could not join each other), a namespace per node, and one cable to the machine so that its user can look in.

readonly SWITCH=skep-lab-switch
readonly CABLE=skep-lab

node_namespace() { echo "skep-lab-n$1"; }
node_address() { echo "$SUBNET.$1"; }

has_namespace() { [[ -e /run/netns/$1 ]]; }

in_switch() { ip -n "$SWITCH" "$@"; }

network_up() {
  if has_namespace "$SWITCH" && in_switch link show br0 up &>/dev/null && in_switch link show host &>/dev/null; then
    return 0
  fi
  refuse_taken_subnet
  network_down
  ip netns add "$SWITCH"
  in_switch link set lo up
  in_switch link add br0 type bridge forward_delay 0
  in_switch address add "$DNS_ADDRESS/24" dev br0
  in_switch address add "${REGISTRY%:*}/24" dev br0
  ip link add "$CABLE" address 02:99:00:00:00:fa type veth peer name host netns "$SWITCH"
  ip address add "$HOST_ADDRESS/24" dev "$CABLE"
  ip link set "$CABLE" up
  in_switch link set host master br0 up
  in_switch link set br0 up # last: it tells the next `up` that all of this was done
  say "network: $SUBNET.0/24 (nodes .1 .2 .3, this machine .${HOST_ADDRESS##*.}, DNS .253, registry .254)"
}

refuse_taken_subnet() {
  local taken
  taken=$(ip -4 -o address show | awk -v net="$SUBNET." -v own="$CABLE" '$2 != own && index($4, net) == 1 {print $2, $4}')
  [[ -z $taken ]] || die "this machine uses the lab's subnet $SUBNET.0/24 itself: $taken" "take that address down first"
}

network_down() {
  local n
  for n in $NODES; do node_unplug "$n"; done
  if ip link show "$CABLE" &>/dev/null; then ip link delete "$CABLE"; fi
  if has_namespace "$SWITCH"; then ip netns delete "$SWITCH"; fi
  # iproute2 mounts this folder on itself when it makes the first namespace.
  if [[ -d /run/netns && -z $(ls -A /run/netns) ]]; then
    if mountpoint -q /run/netns; then umount /run/netns; fi
    rmdir /run/netns
  fi
}

# A namespace and a cable for node N. The address on the wire is fixed, so a restarted node is found at once.
node_plug() {
  local n=$1 namespace
  namespace=$(node_namespace "$n")
  node_unplug "$n"
  ip netns add "$namespace"
  in_switch link add "n$n" type veth peer name eth0 address "02:99:00:00:00:0$n" netns "$namespace"
  in_switch link set "n$n" master br0 up
  ip -n "$namespace" link set lo up
  ip -n "$namespace" address add "$(node_address "$n")/24" dev eth0
  ip -n "$namespace" link set eth0 up
}

node_unplug() {
  if has_namespace "$SWITCH" && in_switch link show "n$1" &>/dev/null; then in_switch link delete "n$1"; fi
  if has_namespace "$(node_namespace "$1")"; then ip netns delete "$(node_namespace "$1")"; fi
}

is_plugged() {
  has_namespace "$SWITCH" && in_switch -o link show "n$1" 2>/dev/null | grep -q '[<,]UP[,>]'
}
