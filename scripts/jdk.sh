# shellcheck shell=bash
# Finds a JDK 25 wherever it is.

JAVA_WANTED=25

# Follows symbolic links to their end, also where readlink has no -f (older macOS).
real_file() {
  local file=$1 link
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in /*) file=$link ;; *) file=$(dirname "$file")/$link ;; esac
  done
  printf '%s\n' "$file"
}

# A JDK says its version in its release file; one without that file is asked.
is_wanted_jdk() {
  local home=$1 version=''
  [ -x "$home/bin/javac" ] || return 1
  if [ -r "$home/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  fi
  [ -n "$version" ] || version=$("$home/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "$version" = "$JAVA_WANTED" ]
}

# Candidates, best first: what the user chose, what the shell would run, the usual places.
jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  if command -v java >/dev/null; then dirname "$(dirname "$(real_file "$(command -v java)")")"; fi
  printf '%s\n' /usr/lib/jvm/* /opt/java/* /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

find_jdk() {
  local home
  while IFS= read -r home; do
    if is_wanted_jdk "$home"; then
      printf '%s\n' "$home"
      return
    fi
  done < <(jdk_candidates)
  return 1
}

# Sets JAVA_HOME for Maven, the lab and the jar.
use_jdk() {
  JAVA_HOME=$(find_jdk) || die "no JDK $JAVA_WANTED found (JAVA_HOME, java on PATH, the usual folders)." \
    "Install Temurin $JAVA_WANTED from https://adoptium.net, or openjdk-$JAVA_WANTED-jdk where Debian or Ubuntu has it;" \
    "if it is elsewhere, set JAVA_HOME."
  export JAVA_HOME
}
