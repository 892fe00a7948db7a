#!/usr/bin/env bash
# The report of the conformance checks, opened in Debian's Chromium: nothing else is downloaded.
set -euo pipefail
if ! command -v chromium >/dev/null; then
  run() { if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi; }
  run apt-get update -qq
  run apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
npx -y pnpm@12 test:browser
