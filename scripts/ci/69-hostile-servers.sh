#!/usr/bin/env bash
# Servers that do harm, against the client and the command line; and runs that write, stopped at any moment.
# `pnpm test:stops --runs 60 --seed 2` stops more of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

# The runner (--against runner) does not hold all of it yet.
bounded 600 node tests/hostile-servers/src/main.ts --against client,command
bounded 300 node tests/hostile-servers/src/stopRuns.ts --runs 8
