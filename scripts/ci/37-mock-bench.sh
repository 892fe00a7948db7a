#!/usr/bin/env bash
# The benchmark of the mocks: it runs beside Prism's own server and WireMock, with few rounds and no judgement of speed,
# and every server gives the right answers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

# Growth up to 100,000 providers takes two minutes more; `pnpm bench mock` does that.
export BENCH_ROUNDS=1 BENCH_MS=200 BENCH_MEMORY_REQUESTS=2000 BENCH_GROWTH=10000
bounded 300 node scripts/bench/main.ts mock
