#!/usr/bin/env bash
# The conformance library as its users get it: packed, installed by npm in an empty project outside the workspace, and run
# there by vitest against both mocks. Compares each check with the command of this workspace, and prints how much was installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

command -v python3 >/dev/null || { echo 'python3 is not installed' >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work PYTHONDONTWRITEBYTECODE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
bounded 600 python3 scripts/ci/python/conformance_package_judge.py
