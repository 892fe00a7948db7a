#!/usr/bin/env bash
# Lets the foreign documents join a copy of this tree, tells the checks every fault of each mock, and compares what is not
# found with missed.json beside each document. Takes some minutes, so that no other run does it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/joinedCopy.sh

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
joined_copy "$copy"
failed=0
for api in $(foreign_apis); do
  (cd "$copy" && bounded 1200 node tests/mutants/src/runApi.ts "$api") || failed=1
done
exit "$failed"
