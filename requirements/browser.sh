#!/bin/sh
# What journeys need: the system's Chromium, and what Playwright's own Node links to. Its headless
# shell, where there is one, takes half the time; any other Chromium will do.
# As root it installs what is missing; otherwise it says what that is.
set -eu
cd "$(dirname "$0")/.."

has_browser() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return 0
    done
    return 1
}

missing=""
has_browser || missing="$missing chromium"
.venv/bin/playwright --version >/dev/null 2>&1 || missing="$missing libatomic1"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "set-up: the tests need more. Install it and try again:" >&2
    echo "    sudo apt-get install$missing" >&2
    exit 1
fi
echo "set-up: installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    missing=$(echo "$missing" | sed 's/chromium/chromium-headless-shell/')
fi
# shellcheck disable=SC2086 - one word for each package
apt-get install -y -qq --no-install-recommends $missing >/dev/null
