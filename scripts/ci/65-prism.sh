#!/usr/bin/env bash
# Prism's own proxy, with --errors, between each client and its mock: it finds nothing in a run of every operation, and
# each fault that the mock is then told to show.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

bounded 300 node tests/interop/src/prism/main.ts
