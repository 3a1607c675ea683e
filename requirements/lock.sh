#!/bin/sh
# Lock every dependency with its hashes, from pyproject.toml. Run after changing a dependency.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml "$@"; }
lock --output-file requirements/linkwell.txt
lock --group dev --output-file requirements/dev.txt
