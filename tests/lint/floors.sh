#!/bin/sh
# No room includes a higher floor or a neighbour on its own floor.
awk '
BEGIN {
    n = split("base:0 scene:1 text:2 data:2 grammar:2 render:3 transform:3 chart:4 report:5 api:6 cli:7", rooms, " ")
    for (i = 1; i <= n; i++) { split(rooms[i], r, ":"); floor[r[1]] = r[2] }
}
FNR == 1 {
    split(FILENAME, path, "/"); room = path[2]
    if (!(room in floor)) { print FILENAME ": no such room"; bad = 1 }
}
/^#include "/ {
    split($2, q, "\""); split(q[2], to, "/")
    if (room == "cli" && (q[2] ~ /^jianbao\// || q[2] ~ /^cli/ || q[2] !~ /\//)) next
    if (room == "api" && to[1] == "jianbao") next
    if (room != "cli" && to[1] == room) next
    if (room != "cli" && (to[1] in floor) && floor[to[1]] < floor[room]) next
    print FILENAME ":" FNR ": " room " may not include " q[2]; bad = 1
}
END { exit bad }' $(find src -maxdepth 2 -name '*.[ch]' -o -name '*.def' | sort)
