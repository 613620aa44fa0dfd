#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Rebuilds the PTX in a scratch folder and compares it with what is committed under kernels/ptx, byte for byte.
# Exit status: 0 the same, 1 not (every file that differs is named), 2 nothing could be built.
# RESOURCES.md there is for a Java test to compare.
# Another nvcc than the manifest's writes other bytes for the same sources: then only the sources are compared.
set -eu

cmake_dir=$(cd "$(dirname "$0")" && pwd)
committed=$(cd "$cmake_dir/.." && pwd)/kernels/ptx
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM
unset NVCC_APPEND_FLAGS NVCC_PREPEND_FLAGS

if ! { cmake -S "$cmake_dir" -B "$scratch/build" -D CMAKE_BUILD_TYPE=Release -D EVENKEEL_PTX_DIR="$scratch/ptx" &&
       cmake --build "$scratch/build" --target ptx; } >"$scratch/log" 2>&1; then
    cat "$scratch/log" >&2
    exit 2
fi

built=$scratch/ptx
drift=0
report() {
    echo "check-ptx: $1" >&2
    drift=1
}

built_nvcc=$(sed -n 's/^nvcc //p' "$built/MANIFEST.txt")
committed_nvcc=$(sed -n 's/^nvcc //p' "$committed/MANIFEST.txt" 2>/dev/null || true)
sed -n 's/^source //p' "$built/MANIFEST.txt" >"$scratch/sources.built"
sed -n 's/^source //p' "$committed/MANIFEST.txt" 2>/dev/null >"$scratch/sources.committed" || true
for path in $(sort "$scratch/sources.built" "$scratch/sources.committed" | uniq -u | cut -d ' ' -f 2 | sort -u); do
    report "kernels/$path is not the source that kernels/ptx was built from"
done

if [ "$built_nvcc" != "$committed_nvcc" ] && [ -n "$committed_nvcc" ]; then
    echo "check-ptx: nvcc is $built_nvcc, the committed PTX is from $committed_nvcc: its bytes were not compared"
else
    for path in $( (cd "$built" && find . -type f; cd "$committed" 2>/dev/null && find . -type f ! -name RESOURCES.md) | sort -u); do
        cmp -s "$built/$path" "$committed/$path" || report "kernels/ptx/${path#./} is not what the sources give"
    done
fi

[ "$drift" -eq 0 ] || { echo "check-ptx: rebuild with: cd cmake && cmake --preset ptx && cmake --build --preset ptx" >&2; exit 1; }
echo "check-ptx: kernels/ptx is up to date"
