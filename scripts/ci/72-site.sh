#!/usr/bin/env bash
# The site of docs, READMEs and docstrings, built with packages of its own: its links and their anchors lead somewhere, its types and
# its style are right, and Chromium shows its pages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh

bounded 300 npx -y pnpm@12 docs:site
cd site
bounded 100 npx tsc
bounded 100 ../node_modules/.bin/oxlint --deny-warnings
bounded 200 npx vitest run
