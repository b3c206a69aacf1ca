# shellcheck shell=bash
# The base images, under the names that users have, and the way of an image into the lab's registry.

readonly JDK_IMAGE=eclipse-temurin:25-jdk
readonly ANCESTOR_IMAGE=skep/ancestor:1
readonly IMAGE_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Prints the folder of a JDK 25; its release file says what it is.
find_jdk() {
  local home user_home
  user_home=$(getent passwd "${SUDO_USER:-root}" | cut -d: -f6)
  for home in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/jdk* \
    "$user_home"/.sdkman/candidates/java/* "$user_home"/.jdks/*; do
    if grep -qs '^JAVA_VERSION="25[".]' "$home/release" && [[ -x $home/bin/jlink ]]; then
      echo "$home"
      return 0
    fi
  done
  die "no JDK 25 (with bin/jlink) is in JAVA_HOME or in /usr/lib/jvm; $JDK_IMAGE is made from it" \
    "install Debian's openjdk-25-jdk-headless or Temurin's temurin-25-jdk, or set JAVA_HOME"
}

# make_layers SUITE BASE 'NAME PACKAGE'...: in namespaces of its own, so that nothing of it stays.
make_layers() {
  unshare --mount --pid --fork --kill-child --mount-proc "$HERE/lib/make-layers" "$CACHE" "$@" >"$LOGS/layers-$1.log" 2>&1 </dev/null
}

layers_are_made() {
  local name
  for name; do [[ -e $CACHE/$name.tar ]] || return 1; done
}

build_layers_in_background() {
  LAYERS_PID=
  layers_are_made debian redis haproxy && return 0
  say "images: unpacking Debian packages for them (in the background, about a minute)"
  make_layers bookworm debian 'redis redis-server' 'haproxy haproxy' &
  LAYERS_PID=$!
}

images_up() {
  if [[ -n $LAYERS_PID ]]; then
    wait "$LAYERS_PID" || die_with_log "the base images cannot be made from Debian packages" "$LOGS/layers-bookworm.log"
    say "images: Debian packages unpacked"
  fi
  image_up debian:bookworm-slim debian import_debian
  image_up redis:7 redis build_image
  image_up haproxy:lts haproxy build_image
  image_up "$JDK_IMAGE" eclipse-temurin build_jdk_image
}

# What Debian 12 has no package of: the Redis of today, and Valkey, as Debian 13 has them.
more_images_up() {
  lab_must_be_up
  if ! layers_are_made debian-trixie redis-8 valkey-8; then
    say "images: unpacking packages of Debian 13 for them (about a minute)"
    make_layers trixie debian-trixie 'redis-8 redis-server' 'valkey-8 valkey-server' ||
      die_with_log "the images cannot be made from the packages of Debian 13" "$LOGS/layers-trixie.log"
  fi
  image_up debian:trixie-slim debian-trixie import_debian
  image_up redis:8 redis-8 build_image
  image_up valkey/valkey:8 valkey-8 build_image
}

# What the benchmark compares with; nothing else asks for it.
ancestor_up() {
  lab_must_be_up
  if ! layers_are_made debian ancestor; then
    say "images: unpacking Debian packages for $ANCESTOR_IMAGE (about a minute)"
    make_layers bookworm debian 'ancestor gunicorn python3-flask python3-flask-restful python3-redis' ||
      die_with_log "$ANCESTOR_IMAGE cannot be made from Debian packages" "$LOGS/layers-bookworm.log"
  fi
  image_up "$ANCESTOR_IMAGE" ancestor build_image
}

# image_up IMAGE LAYER MAKER: makes the image of that layer unless node 1 has it as this lab makes it, and pushes it unless
# the registry has it. The JDK is only needed where images are built: on node 1.
image_up() {
  local image=$1 stamp made=
  stamp=$(image_stamp "$2" "$3")
  if ! image_is_made "$image" "$stamp"; then
    if got_image "$image" "$stamp"; then
      say "images: $image from the registry"
    else
      "$3" "$image" "$2" "$stamp" >"$LOGS/image-$2.log" 2>&1 || die_with_log "the image $image cannot be made" "$LOGS/image-$2.log"
      made=yes
      say "images: $image made"
    fi
  fi
  [[ $image != "$JDK_IMAGE" ]] || return 0
  if [[ -n $made ]] || ! registry_has "$image"; then push_image "$image" >/dev/null; fi
}

image_is_made() {
  [[ $(on 1 image inspect --format '{{index .Config.Labels "dev.skep.lab"}}' "$1" 2>/dev/null) == "$2" ]]
}

# got_image IMAGE STAMP: another engine may have made it before.
got_image() {
  registry_has "$1" && on 1 pull --quiet "$1" >"$LOGS/pull.log" 2>&1 && image_is_made "$@"
}

# Changes when what the image is made from changes.
image_stamp() {
  local sources=() base=debian
  [[ ! -d $HERE/images/$1 ]] || sources=("$HERE/images/$1"/*)
  [[ $2 != build_jdk_image ]] || sources+=("$(find_jdk)/release")
  [[ $1 != *-8 && $1 != *-trixie ]] || base=debian-trixie
  { declare -f "$2"; stat --format '%n %s %Y' "$CACHE/$base.tar"; cat /dev/null "${sources[@]}"; } | sha256sum | cut -c1-16
}

import_debian() {
  on 1 import --change 'CMD ["bash"]' --change "ENV PATH=$IMAGE_PATH" --change "LABEL dev.skep.lab=$3" \
    "$CACHE/$2.tar" "$1"
}

build_image() {
  local context=$CACHE/context/$2
  mkdir -p "$context"
  cp "$HERE/images/$2"/* "$context/"
  ln -f "$CACHE/$2.tar" "$context/layer.tar"
  on 1 build --label "dev.skep.lab=$3" --tag "$1" "$context"
}

build_jdk_image() {
  local context=$CACHE/context/$2 jdk
  jdk=$(find_jdk)
  mkdir -p "$context"
  cp "$HERE/images/$2"/* "$context/"
  # Debian's JDK has symbolic links into /etc, so they are followed.
  # jlink checks that no file of a module is missing, manual pages included.
  tar -C "$jdk" --dereference --exclude ./lib/src.zip -cf "$context/layer.tar" .
  on 1 build --label "dev.skep.lab=$3" --tag "$1" "$context"
  rm -f "$context/layer.tar"
  on 1 run --rm --network none "$1" java -version
}

# hub_path IMAGE: the path and tag that Docker Hub, and so its mirror, gives it: redis:7 -> library/redis:7
hub_path() {
  local name=${1#docker.io/}
  if [[ $name == *@* || $name =~ ^(localhost|[^/]*[.:][^/]*)/ ]]; then
    die "$1 is no image name with a tag on Docker Hub, whose mirror the lab's registry is"
  fi
  [[ ${name##*/} == *:* ]] || name+=:latest
  [[ $name == */* ]] || name=library/$name
  echo "$name"
}

registry_has() {
  local path
  path=$(hub_path "$1")
  from_registry "${path%:*}/manifests/${path##*:}" -o /dev/null -I -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' \
    -H 'Accept: application/vnd.oci.image.manifest.v1+json' -H 'Accept: application/vnd.oci.image.index.v1+json'
}

# The engines ask the registry as the mirror of Docker Hub, so what is pushed there has its usual name everywhere.
push_image() {
  local image=$1 path tag log=$LOGS/push.log
  path=$(hub_path "$image")
  on 1 image inspect "$image" >/dev/null 2>&1 || die "node1 has no image $image" "build it there first: eval \"\$(./skep lab env)\""
  tag=$REGISTRY/$path
  on 1 tag "$image" "$tag"
  on 1 push "$tag" >"$log" 2>&1 || die_with_log "$image cannot be pushed" "$log"
  on 1 rmi "$tag" >"$log" 2>&1 || die_with_log "the tag $tag cannot be removed" "$log"
  on 1 pull --quiet "$image" >"$log" 2>&1 || die_with_log "$image was pushed, but cannot be pulled again" "$log"
  say "images: $image pushed"
  on 1 image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$image" | grep -m1 "^$(name_of "$path")@"
}

# The short name, without tag, that Docker shows for a path on Docker Hub.
name_of() {
  local name=${1%:*}
  echo "${name#library/}"
}

push_images() {
  local image
  lab_must_be_up
  for image; do push_image "$image"; done
}
