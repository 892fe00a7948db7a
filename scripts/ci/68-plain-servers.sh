#!/usr/bin/env bash
# Plain servers in Python and Go, which people wrote from the facts who had not read the checks: their own tests, and two
# seeded runs of each, strictly and not. Nothing is accused. `pnpm test:plain-servers --seeds 30` does more. Needs python3 and go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

for program in python3 go; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
(cd tests/reference-servers/python && bounded 180 python3 -B -m unittest --quiet test_servers test_faults)
(cd tests/reference-servers/go && bounded 180 go vet ./... && bounded 240 go test ./...)
bounded 300 node tests/interop/src/plainServers/main.ts --seeds 2
# The same servers and the mocks through a proxy that changes what HTTP leaves open. `pnpm test:distorted --seeds 30` does more.
bounded 300 node tests/interop/src/distorted/main.ts --seeds 1
