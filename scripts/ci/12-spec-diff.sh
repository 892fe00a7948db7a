#!/usr/bin/env bash
# What changed in the specifications since the last version and breaks callers has a changeset. Needs Go where they changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

bounded 300 node scripts/src/specDiff.ts --require-changesets
