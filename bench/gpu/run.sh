#!/usr/bin/env bash
# Runs everything that needs a GPU, on a machine that has one and its driver; what else it needs lies beside it
# (pack.sh). Results go to $OUT (./out), the last lines are a summary. Never changes settings of the card.
#
#   run.sh --dry-run  only tries the GPU benchmark, on the virtual GPU, with tiny shapes and no peers, and checks that it
#                     leaves every file; runs in the repository too, where it builds first. Its times mean nothing.
#
#   BUDGET_SECONDS  time for everything (570); each step has its own limit within it
#   DEVICE          the device (cuda); DEVICE=cpu rehearses the same steps on a machine without a GPU
#   STEPS           all (default), or benchmark: the GPU benchmark alone; it goes on where an earlier run into $OUT ended
#   PRESET          of the GPU benchmark: quick (default) or full
#   PYTHON          the python3 that has PyTorch and Triton
#
# Exit codes: 0 all steps passed; 1 a step failed; 3 this machine has no usable GPU.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-$PWD/out}
budget=${BUDGET_SECONDS:-570}
device=${DEVICE:-cuda}
python=${PYTHON:-python3}
commit=$(cat "$here/COMMIT" 2>/dev/null || echo unknown)
steps=()
failed=0

note() { # NAME SECONDS OUTCOME
  steps+=("$(printf '%-30s %4s s  %s' "$1" "$2" "$3")")
}

# step NAME LIMIT COMMAND...: at most LIMIT seconds, or what is left for everything; notes how it ended. A NAME that
# ends in "as time allows" may be stopped by the clock without having failed.
step() {
  local name=$1 limit=$2 begin=$SECONDS left=$((budget - SECONDS)) code
  shift 2
  ((limit <= left)) || limit=$left
  if ((limit < 5)); then
    note "$name" 0 "left out: no time"
    return 0
  fi
  printf '\n== %s, at most %d s\n' "$name" "$limit"
  timeout --kill-after=5 "$limit" "$@"
  code=$?
  if [[ $code == 124 && $name == *"as time allows" ]]; then
    note "$name" $((SECONDS - begin)) "stopped after $limit s"
    return 0
  fi
  case $code in
    0) note "$name" $((SECONDS - begin)) "passed" ;;
    124 | 137) note "$name" $((SECONDS - begin)) "FAILED: stopped after $limit s" ;;
    *) note "$name" $((SECONDS - begin)) "FAILED: exit code $code" ;;
  esac
  ((code == 0)) || failed=1
  return $code
}

unpack_jre() {
  if command -v xz >/dev/null; then
    tar -xJf "$here/jre.tar.xz" -C "$work"
  else
    python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1], "r:xz").extractall(sys.argv[2])' \
      "$here/jre.tar.xz" "$work"
  fi
}

# The first line of nvidia-smi's answer to a query; empty where there is none.
smi() {
  timeout 20 nvidia-smi --query-gpu="$1" --format=csv,noheader 2>/dev/null | head -n 1
}

jre_command() { # CLASS-PATH MAIN-CLASS ARGUMENT...: prints the command, one word a line
  printf '%s\n' "$work/jre/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
    -Djava.awt.headless=true -cp "$@"
}

gpu_tests() {
  local jars=("$here"/test/*-tests.jar) roots
  roots=$(IFS=:; echo "${jars[*]}")
  timeout --kill-after=5 "$1" "${tests[@]}" execute --scan-classpath "$roots" --include-tag gpu --fail-if-no-tests \
    --disable-banner --disable-ansi-colors --details tree 2>&1 | tee "$work/tests.txt"
}

# How many tests or containers (classes, factories) of tests ended so, by the console's last words.
count() { # tests|containers successful|aborted|failed
  local found
  found=$(sed -n "s/^\[ *\([0-9]*\) $1 $2 *\]$/\1/p" "$work/tests.txt" | tail -n 1)
  echo "${found:-0}"
}

# Skipped tests are not passed ones: where there is a GPU, none should be skipped.
run_gpu_tests() {
  local begin=$SECONDS code skipped outcome
  printf '\n== gpu tests, at most %d s\n' "$1"
  gpu_tests "$1"
  code=$?
  skipped=$(($(count tests aborted) + $(count containers aborted)))
  outcome="$(count tests successful) passed, $(count tests failed) failed, $skipped classes or tests skipped"
  if ((code == 0 && skipped == 0)); then
    note "gpu tests" $((SECONDS - begin)) "passed: $outcome"
    return
  fi
  failed=1
  if ((skipped > 0 && (code == 0 || code == 2))); then
    note "gpu tests" $((SECONDS - begin)) "SKIPPED, for the reasons above: $outcome"
  elif ((code == 2)); then
    note "gpu tests" $((SECONDS - begin)) "FAILED: there is no test tagged gpu"
  else
    note "gpu tests" $((SECONDS - begin)) "FAILED: exit code $code; $outcome"
  fi
}

sanitize() { # TOOL
  local tool=$1 sanitizer
  sanitizer=$(command -v compute-sanitizer || echo /usr/local/cuda/bin/compute-sanitizer)
  if [[ ! -x $sanitizer ]]; then
    note "$tool" 0 "left out: no compute-sanitizer here"
    return
  fi
  step "$tool" 50 "$sanitizer" --tool "$tool" --target-processes all --error-exitcode 9 \
    "${bench[@]}" --preset smoke --check --device "$device"
}

# The GPU benchmark, with PyTorch and Triton where python3 has them, for at most so many seconds.
benchmark() {
  local limit=$1 left=$((budget - SECONDS)) peers=()
  ((limit <= left)) || limit=$left
  if "$python" -c 'import torch' 2>/dev/null; then
    peers=(--peers "$python $here/peers.py --device ${device%%:*}")
  else
    note peers 0 "left out: no python3 with PyTorch here"
  fi
  step "gpu benchmark" "$limit" "${gpu[@]}" measure --device "$device" --preset "${PRESET:-quick}" --resume "${peers[@]}" \
    --seconds $((limit - 45)) --out "$out/gpu" --commit "$commit" --driver "$driver" --clocks "$clocks"
}

# Tries the benchmark without a GPU: in the repository as in the bundle.
dry_run() {
  local classes java=("${JAVA_HOME:+$JAVA_HOME/bin/}java") results file
  if [[ -d $here/lib ]]; then
    unpack_jre || return 1
    java=("$work/jre/bin/java")
    classes="$here/lib/*"
  else
    mvn -q -B -f "$here/../../pom.xml" -pl bench -am -DskipTests package || return 1
    classes="$here/../target/classes:$here/../target/lib/*"
  fi
  java+=(--add-modules jdk.incubator.vector -Djava.awt.headless=true -cp "$classes" dev.evenkeel.bench.gpu.GpuMain)
  "${java[@]}" measure --preset dry --device ptx --out "$out/gpu" || return 1
  results=$(find "$out/gpu" -name results.json -exec dirname {} \;)
  if [[ ! -d $here/lib ]]; then # the bundle's JRE has no desktop module to draw with
    "${java[@]}" report "$results" || return 1
  fi
  printf '%s\n%s\n' '<!-- gpu results, written by bench/gpu/table -->' '<!-- end of gpu results -->' >"$out/README.md"
  "${java[@]}" table --dry-run --results "$out/gpu" --readme "$out/README.md" || return 1
  for file in "$results"/{results.json,results.csv,report.html} "$out/README.md"; do
    [[ -s $file || ( -d $here/lib && $file == *.html ) ]] || { echo "dry run: $file is missing"; return 1; }
  done
  grep -q '| `batch-norm-backward` |' "$out/README.md" || { echo "dry run: the table lacks an operation"; return 1; }
  echo "dry run: passed"
}

summary() {
  printf '\n== summary\n'
  printf '%s; driver %s; commit %s; %s\n' "${name:-no GPU}" "${driver:-none}" "$commit" "$date"
  printf '%s\n' "${steps[@]}"
  if [[ -d $out/gpu ]]; then
    printf '\n%s\n%s\n' '<!-- gpu results, written by bench/gpu/table -->' '<!-- end of gpu results -->' >"$out/table.md"
    "${gpu[@]}" table --results "$out/gpu" --readme "$out/table.md" && cat "$out/table.md"
  fi
  printf '\nresults: %s\n' "$out"
}

main() {
  mapfile -t evenkeel < <(jre_command "$here/lib/*" dev.evenkeel.cli.Main)
  mapfile -t bench < <(jre_command "$here/lib/*" dev.evenkeel.bench.BenchMain)
  mapfile -t gpu < <(jre_command "$here/lib/*" dev.evenkeel.bench.gpu.GpuMain)
  mapfile -t tests < <(jre_command "$here/lib/*:$here/test/*" org.junit.platform.console.ConsoleLauncher)
  name=$(smi name) driver=$(smi driver_version) date=$(date -u +%F)
  clocks=$(smi clocks.sm,clocks.mem,clocks.max.sm,clocks.max.mem)
  printf '{"deviceName":"%s","driver":"%s","commit":"%s","date":"%s"}\n' "$name" "$driver" "$commit" "$date" \
    >"$out/machine.json"

  step "unpack the JRE" 60 bash -c "$(declare -f unpack_jre); here='$here' work='$work' unpack_jre" || return 1
  if [[ ${STEPS:-all} == benchmark ]]; then
    benchmark "$budget"
    summary
    return $failed
  fi
  step info 30 "${evenkeel[@]}" info
  printf '\n== devices\n'
  "${bench[@]}" --list --device "$device"
  local found=$?
  run_gpu_tests 110
  step "quick compare" 70 "${evenkeel[@]}" compare --device "$device" --quick --json "$out/compare-quick.json"
  if ((found != 0)); then
    summary
    printf 'no GPU: nothing was measured or tested on one\n'
    return 3
  fi
  if [[ $device == cuda* ]]; then
    benchmark 280
  else
    step jmh 180 "${bench[@]}" --device "$device" --seconds 160 --commit "$commit" --json "$out/bench.json"
  fi
  if [[ $device == cuda* ]]; then
    sanitize memcheck
    sanitize racecheck
  fi
  step "full compare as time allows" 300 "${evenkeel[@]}" compare --device "$device" --full --json "$out/compare-full.json"
  summary
  return $failed
}

work=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" || exit 1
if [[ ${1:-} == --dry-run ]]; then
  dry_run
  exit
fi
main 2>&1 | tee "$out/run.log"
code=${PIPESTATUS[0]}
sed -n '/^== summary/,$p' "$out/run.log" >"$out/summary.txt"
exit "$code"
