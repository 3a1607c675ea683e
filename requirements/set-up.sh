#!/bin/sh
# Make .venv hold exactly what requirements/dev.txt names, and Linkwell itself, editable.
# As root it installs what a bare Debian lacks; otherwise it says what is missing.
set -eu
cd "$(dirname "$0")/.."

say() { echo "set-up: $*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    say "there is no Python 3.11 or newer. Install one, or name it: make PYTHON=/path/to/python3"
    return 1
}

# Debian keeps what makes environments in a package of its own.
install_venv_package() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        say "Python cannot make environments here. Install python3-venv and try again:"
        say "    sudo apt-get install python3-venv"
        return 1
    fi
    say "installing python3-venv"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
}

make_environment() {
    rm -rf .venv
    python=$(find_python)
    "$python" -c 'import ensurepip' 2>/dev/null || install_venv_package
    "$python" -m venv .venv
}

has_installer() { [ -x .venv/bin/uv ] || .venv/bin/python -m pip --version >/dev/null 2>&1; }

new_enough .venv/bin/python && has_installer || make_environment
[ -x .venv/bin/uv ] ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt

export VIRTUAL_ENV="$PWD/.venv"
.venv/bin/uv pip sync --quiet --require-hashes requirements/dev.txt
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
