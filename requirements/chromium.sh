#!/bin/sh
# The browser that journeys are tried in: the system's, installed when we are root and it lacks.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "set-up: the tests need a browser. Install it and try again:" >&2
    echo "    sudo apt-get install chromium" >&2
    exit 1
fi
echo "set-up: installing chromium" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends chromium >/dev/null
