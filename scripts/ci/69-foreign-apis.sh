#!/usr/bin/env bash
# Three public documents join a copy of this tree with one command each. Plain servers of them, written from the documents
# alone, keep every clause strictly; each of their realistic faults is found by a clause that names it, or says why none can.
# Needs python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/joinedCopy.sh

command -v python3 >/dev/null || { echo 'python3 is not installed' >&2; exit 1; }
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
joined_copy "$copy"
for api in $(foreign_apis); do
  (cd "$copy" && bounded 200 node tests/interop/src/plainServers/findPlainFaults.ts --language python --api "$api" --every)
done
