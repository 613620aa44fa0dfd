#!/usr/bin/env bash
# Makes bench/gpu/bundle: one folder for a Linux x86-64 machine with a GPU and its driver, but no JDK, no Maven and no
# network. Copy the folder there and run its run.sh. Needs a JDK 25 here, for the JRE that travels along: JAVA25_HOME,
# or one in a usual place.
set -euo pipefail

gpu=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$gpu/../.." && pwd)
bundle=$gpu/bundle
most_mib=60

die() {
  echo "pack: $*" >&2
  exit 1
}

is_jdk25() {
  [[ -x $1/bin/jlink && -x $1/bin/jdeps && -r $1/release ]] && grep -q '^JAVA_VERSION="25' "$1/release"
}

find_jdk25() {
  if [[ -n ${JAVA25_HOME:-} ]]; then
    is_jdk25 "$JAVA25_HOME" || die "JAVA25_HOME is $JAVA25_HOME, but no JDK 25 with jlink is there"
    echo "$JAVA25_HOME"
    return
  fi
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /opt/*jdk*25* /opt/java/* ~/.sdkman/candidates/java/25* ~/.jdks/*25*; do
    if [[ -n $home ]] && is_jdk25 "$home"; then
      echo "$home"
      return
    fi
  done
  die "no JDK 25 found: install one (Temurin will do), or point JAVA25_HOME at it"
}

# What these jars of ours use, and what their libraries need. Without java.desktop, a third of the JRE: reports with
# plots are drawn at home from the JSON that comes back.
modules_of() {
  local found
  found=$("$jdk/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 \
    --module-path "$bundle/lib" "$@") || die "jdeps: $found"
  printf '%s\n' java.base java.logging java.management java.xml jdk.unsupported jdk.zipfs jdk.incubator.vector ${found//,/ } |
    grep '^java\.\|^jdk\.' | grep -v '^java\.desktop$' | sort -u | paste -sd, -
}

# A JRE with these modules as jre.tar.xz in the bundle. Packed ones are kept in bench/target, as packing takes long.
pack_jre() {
  local modules=$1 kept=$root/bench/target/jre origin
  origin="$(grep -h '^JAVA_RUNTIME_VERSION\|^JAVA_VERSION=' "$jdk/release" | tr '\n' ' ')$modules"
  if [[ ! -f $kept/jre.tar.xz || $(cat "$kept/origin" 2>/dev/null) != "$origin" ]]; then
    rm -rf "$kept"
    mkdir -p "$kept"
    "$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
      --output "$kept/jre"
    tar -C "$kept" -c --owner=0 --group=0 jre | xz -6 -T0 >"$kept/jre.tar.xz"
    rm -rf "$kept/jre"
    echo "$origin" >"$kept/origin"
  fi
  cp "$kept/jre.tar.xz" "$bundle/"
}

[[ $(uname -sm) == "Linux x86_64" ]] || die "the JRE that travels is this machine's kind: pack on Linux x86-64"
command -v mvn >/dev/null || die "no mvn on PATH: Maven 3.8 or newer is needed"
command -v xz >/dev/null || die "no xz on PATH"
jdk=$(find_jdk25)
junit=$(sed -n 's|.*<junit.version>\(.*\)</junit.version>.*|\1|p' "$root/pom.xml")
mvn=(mvn -q -B -f "$root/pom.xml")

rm -rf "$bundle" "$root/bench/target/lib"
mkdir -p "$bundle/lib" "$bundle/test"
"${mvn[@]}" -DskipTests package jar:test-jar
"${mvn[@]}" -pl java/evenkeel dependency:copy-dependencies -DincludeScope=test \
  -DexcludeGroupIds=org.junit.jupiter,org.junit.platform -DexcludeArtifactIds=jcuda,jcuda-natives,jcublas,jcublas-natives -DoutputDirectory="$bundle/test"
"${mvn[@]}" -N dependency:copy -DoutputDirectory="$bundle/test" \
  -Dartifact="org.junit.platform:junit-platform-console-standalone:$junit"

cp "$root"/bench/target/lib/*.jar "$root"/bench/target/evenkeel-bench-*.jar "$bundle/lib/"
cp "$root"/java/*/target/*-tests.jar "$bundle/test/" 2>/dev/null || echo "pack: note: no test jar was made" >&2
rm -f "$bundle"/lib/*windows* "$bundle"/lib/*-tests.jar
for jar in "$bundle"/lib/*.jar; do
  rm -f "$bundle/test/$(basename "$jar")"
done
rm -f "$bundle"/test/{apiguardian-api,opentest4j}-*.jar # the console has them inside
modules=$(modules_of "$bundle"/lib/evenkeel-*.jar "$bundle"/test/evenkeel-*.jar)
pack_jre "$modules"
cp "$gpu"/{run.sh,peers.py,peer_operations.py,triton_norms.py} "$bundle/"
git -C "$root" describe --always --dirty >"$bundle/COMMIT" 2>/dev/null || echo unknown >"$bundle/COMMIT"

mib=$(du -sm "$bundle" | cut -f1)
du -ah "$bundle" | sort -rh | head -n 8
((mib <= most_mib)) || die "the bundle has $mib MiB, more than $most_mib"
echo "pack: $bundle, $mib MiB, commit $(cat "$bundle/COMMIT")"
