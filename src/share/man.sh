#!/bin/sh
# man.sh PROGRAM: the manual page, from what the program itself says.
plain() { sed 's/\\/\\\\/g; s/-/\\-/g; s/^\./\\\&./'; }
echo ".TH JIANBAO 1 \"\" \"jianbao $("$1" --version --lang en | sed -n '1s/jianbao //p')\""
echo ".SH NAME"
echo "jianbao \\- from CSV tables to charts and Chinese briefings"
for command in "" $("$1" --help --lang en | sed -n '/^Usage/,/^Options/s/^  \([a-z]*\) .*/\1/p'); do
    echo ".SH $(echo "${command:-usage}" | tr a-z A-Z)"
    echo ".nf"
    "$1" $command --help --lang en | plain
    echo ".fi"
done
