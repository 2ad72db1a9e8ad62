#!/bin/sh
# Locks what pyproject.toml asks for, for every platform and Python from 3.11 on, without the address of any index.
# Arguments, such as --upgrade, go to uv.
set -eu
cd "$(dirname "$0")/.."

lock() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-emit-index-url --custom-compile-command "make lock" "$@"
}

lock "$@" --group build --output-file requirements.lock pyproject.toml
lock "$@" --group test --constraint requirements.lock --output-file tests/requirements.lock
lock "$@" --group bodychart --constraint requirements.lock --output-file tools/bodychart/requirements.lock
