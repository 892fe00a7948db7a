#!/usr/bin/env bash
# The Python client that `pnpm generate:clients python` makes, against the PVWA mock: it logs on, adds, updates with the
# vendor's own example body, reads back, lists, deletes and logs off. Needs python3 and java.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pythonEnvironment.sh

bounded 180 node scripts/src/generateClients.ts python pvwa
python=$(python_environment scripts/ci/python/generated_client.txt)/bin/python
PYTHONPATH=generated-clients/python/pvwa bounded 120 "$python" scripts/ci/python/pvwa_client_judge.py
