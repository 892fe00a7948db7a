#!/usr/bin/env bash
# The tests that start many whole runs: killed at many points, several targets, shards.
set -euo pipefail
npx -y pnpm@12 test:slow
