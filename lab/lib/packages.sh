# shellcheck shell=bash
# The Debian packages the lab needs. A program that is there already, from whatever package, is left as it is.

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_LINE='# made by skep lab: no service is started while it installs packages'
readonly SERVICES="docker.service docker.socket containerd.service docker-registry.service"

# program package, a line each; the client is in docker-cli since Debian 13.
needed_programs() {
  cat <<'TEXT'
dockerd docker.io
docker docker-cli
containerd containerd
runc runc
docker-registry docker-registry
debootstrap debootstrap
dnsmasq dnsmasq-base
iptables iptables
ip iproute2
tini tini
unshare util-linux
curl curl
TEXT
}

missing_packages() {
  local program package
  while read -r program package; do
    command -v "$program" >/dev/null && continue
    if [[ $package == docker-cli ]] && ! apt-cache show docker-cli >/dev/null 2>&1; then package=docker.io; fi
    echo "$package"
  done < <(needed_programs) | sort -u
}

install_packages() {
  local packages log=$LOGS/apt.log
  PATH=$PATH:/usr/sbin:/sbin
  finish_installation
  mapfile -t packages < <(missing_packages)
  [[ ${#packages[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null || die "missing: ${packages[*]}; only Debian's apt-get is known here" \
    "install what these Debian packages hold, then run this again"
  say "packages: installing ${packages[*]}"
  begin_installation
  # A part of its own: if this command is killed, apt-get ends by itself, and the next command waits for that.
  SKEP_LAB_PART="$DIR|apt" DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update && exec apt-get install --yes \
    --no-install-recommends "$@"' sh "${packages[@]}" >"$log" 2>&1 </dev/null ||
    { finish_installation; die_with_log "apt-get could not install ${packages[*]}" "$log"; }
  finish_installation
  mapfile -t packages < <(missing_packages)
  [[ ${#packages[@]} -eq 0 ]] || die_with_log "installed, but the programs of ${packages[*]} are not in the PATH" "$log"
}

# Debian starts and enables a service when its package is installed. The policy script says no to starting it.
begin_installation() {
  known_services >"$DIR/services-before"
  [[ ! -e $POLICY ]] || return 0
  printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_LINE" >"$POLICY"
  chmod 755 "$POLICY"
}

# Also run at the next `up` or `down`, in case this one is killed. What the user had stays enabled or disabled as it was.
finish_installation() {
  local service
  if grep -qsFx "$POLICY_LINE" "$POLICY"; then rm -f "$POLICY"; fi
  [[ -e $DIR/services-before ]] || return 0
  for service in $(known_services); do
    if ! grep -qFx "$service" "$DIR/services-before" && command -v systemctl >/dev/null; then
      systemctl disable "$service" >>"$LOGS/apt.log" 2>&1
    fi
  done
  rm "$DIR/services-before"
}

known_services() {
  local service
  for service in $SERVICES; do
    if [[ -e /lib/systemd/system/$service || -e /etc/systemd/system/$service ]]; then echo "$service"; fi
  done
}
