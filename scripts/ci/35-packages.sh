#!/usr/bin/env bash
# All packages as they would be published: what is packed, publint and attw, an installation by npm in an empty project outside the
# workspace, the three commands, TypeScript 5.5 to 7, the example of every README, and tests against a mock by vitest, node:test and
# jest, on each Node that `engines` names. With --write it renews docs/packages.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

command -v python3 >/dev/null || { echo 'python3 is not installed' >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work PYTHONDONTWRITEBYTECODE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
bounded 900 python3 scripts/ci/python/packages_judge.py "$@"
