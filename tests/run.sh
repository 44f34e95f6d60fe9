#!/bin/sh
# run.sh PROGRAM...: runs cmocka programs two at a time and adds up the counts that they print themselves. A program
# that ends badly without counting a failure counts as one.
logs=$BUILD/logs
rm -rf "$logs"
mkdir -p "$logs"
export BUILD
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}"
export LSAN_OPTIONS="${LSAN_OPTIONS:-suppressions=$PWD/tests/lint/leaks.supp:print_suppressions=0}"
printf '%s\n' "$@" | xargs -P 2 -I{} sh -c '
    log=$1/$(basename "$2").log
    "$2" >"$log" 2>&1; code=$?
    if [ $code != 0 ] && ! grep -q "^\[  FAILED  \] [0-9]" "$log"; then
        echo "$2 ended with code $code" >>"$log"
        echo "[  FAILED  ] 1 test(s): $2" >>"$log"
    fi
    if grep -q "^\[  FAILED  \] [0-9]" "$log"; then cat "$log"
    else grep "^\[  \(PASSED\|SKIPPED\) *\] [0-9]" "$log" | sed "s|$| $(basename "$2")|"; fi' sh "$logs" {}
awk '/^\[  PASSED  \] [0-9]/ { passed += $4 } /^\[  FAILED  \] [0-9]/ { failed += $4 } /^\[  SKIPPED \] [0-9]/ { skipped += $4 }
     END { printf "%d tests passed, %d failed, %d skipped in %d programs\n", passed, failed, skipped, ARGC - 1; exit failed > 0 || !passed }' "$logs"/*.log
