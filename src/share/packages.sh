#!/bin/sh
# packages.sh NAME...: installs those of the Debian packages that are missing, saying so first.
missing=
for p in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "These packages (by their Debian names) are needed:$missing" >&2
    echo "Install them with this system's package manager, then run make again with DEPS=no." >&2
    exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    as_root=sudo
    if ! command -v sudo >/dev/null; then
        echo "These packages are needed, and there is no sudo to install them:$missing" >&2
        exit 1
    fi
fi
echo "Installing what is missing (DEPS=no would leave this out):$missing"
$as_root apt-get update -qq || echo "apt-get update failed; going on with the package lists at hand" >&2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
