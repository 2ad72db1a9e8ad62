#!/bin/sh
# Installs into .venv what the lock files given pin, by hash, and studyapp itself, editable. Only wheels are taken and
# nothing is built in isolation, so nothing unpinned is ever downloaded. What did not change is not installed again.
set -eu
cd "$(dirname "$0")/.."

main() {
    PYTHON=${PYTHON:-python3}
    usable || make_venv
    for lock in "$@"; do
        if changed "$lock"; then
            say "Installing into .venv what $lock pins; the first time it takes a while."
            pip install --require-hashes --only-binary :all: --requirement "$lock"
            remember "$lock"
        fi
    done
    if changed pyproject.toml; then
        pip install --no-deps --no-build-isolation --editable .
        remember pyproject.toml
    fi
}

# A .venv of another folder, of an older Python, or without pip is made anew.
usable() {
    grep -qsF "$(pwd -P)/.venv/bin" .venv/bin/pip &&
        .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

make_venv() {
    command -v "$PYTHON" >/dev/null ||
        fail "There is no $PYTHON; on Debian and Ubuntu: apt install python3 python3-venv"
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$PYTHON is older than 3.11; name a newer one, such as: make run PYTHON=python3.12"
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"
    say "Making .venv with $("$PYTHON" -V)."
    "$PYTHON" -m venv --clear .venv
}

pip() {
    .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"
}

changed() {
    [ "$(cat "$(stamp "$1")" 2>/dev/null)" != "$(cksum <"$1")" ]
}

remember() {
    cksum <"$1" >"$(stamp "$1")"
}

stamp() {
    echo ".venv/installed-$(echo "$1" | tr / -)"
}

say() {
    echo "studyapp: $*" >&2
}

fail() {
    say "$@"
    exit 1
}

main "$@"
