#!/usr/bin/env bash
# Tells every fault of the mocks, and every server that breaks one clause, to the checks: each must be
# found, and docs/faults.md must be what they find. Then whole runs of a part of the faults: in the median
# a fault must be one finding. Prints how long that took. Pairs of faults, of which none may hide
# the other, are a command of their own: pnpm test:blame --pairs 110.
set -euo pipefail
timeout 900 node tests/mutants/src/runMatrix.ts
timeout 600 node tests/mutants/src/runBlame.ts --every 60 --pairs 0
