#!/bin/sh
# symbols.sh LIBRARY.so: it gives the public functions of include/ and nothing else, and all of them.
given=$(nm -D --defined-only "$1" | awk '$2 ~ /[TDBRVW]/ { print $3 }' | sed 's/@.*//' | grep -v '^__\|^_init$\|^_fini$' | sort)
promised=$(sed -n 's/^JB_API .*[ *]\(jianbao_[a-z_]*\)(.*/\1/p' include/jianbao/*.h | sort)
if [ "$given" != "$promised" ]; then
    echo "the exported symbols of $1 are not the functions of include/jianbao:" >&2
    printf '%s\n%s\n' "$given" "$promised" | sort | uniq -u >&2
    exit 1
fi
