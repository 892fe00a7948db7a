#!/usr/bin/env bash
# Servers that do harm, against the client, the command line and the doctor; and runs that write, stopped at any moment.
# `pnpm test:stops --runs 60 --seed 2` stops more of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

bounded 600 node tests/hostile-servers/src/main.ts --against client,command,doctor,endless
# The runner meets a part of them here, in about a minute; `pnpm test:hostile-servers --against runner` takes all.
for kind in secrets/ connection/ redirects/; do
  bounded 200 node tests/hostile-servers/src/main.ts --against runner --only "$kind"
done
bounded 300 node tests/hostile-servers/src/stopRuns.ts --runs 8
