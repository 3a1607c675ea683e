#!/bin/sh
# Lock every dependency with its hashes, from pyproject.toml. Run after changing a dependency.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header "$@"; }
lock pyproject.toml --output-file requirements/linkwell.txt
lock pyproject.toml --group dev --output-file requirements/dev.txt
lock requirements/uv.in --output-file requirements/uv.txt
