#!/usr/bin/env bash
# The packed clients on each promised Node, on Bun, on Deno, and bundled where nothing of Node is there: one small suite on each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

command -v python3 >/dev/null || { echo 'python3 is not installed' >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work PYTHONDONTWRITEBYTECODE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
bounded 300 python3 scripts/ci/python/runtimes_judge.py
