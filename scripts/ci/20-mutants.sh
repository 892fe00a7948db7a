#!/usr/bin/env bash
# Tells every fault of the mocks, and every server that breaks one clause, to the checks: each must be
# found, and docs/faults.md must be what they find. Prints how long that took.
set -euo pipefail
timeout 900 node tests/mutants/src/runMatrix.ts
