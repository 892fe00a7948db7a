#!/usr/bin/env bash
# Other people's importers and generators on the plain copies (specs/<api>/generated/openapi.json): each takes them, what it
# makes compiles, and what Postman imports passes against the mocks from top to bottom. docs/importers.md names them, and
# their own faults, which are compared with what they say. Needs python3, npm, go and java.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/importersFolder.sh
source scripts/ci/parts/pythonEnvironment.sh

for program in go java npm; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
python=$(python_environment scripts/ci/python/importers.txt)/bin
folder=$(importers_folder)
(cd scripts/ci/importers && bounded 200 go mod download)
PATH=$python:$PATH bounded 500 python scripts/ci/python/importers_judge.py "$folder"
