#!/usr/bin/env bash
# Three public documents join a copy of this tree with one command each. Plain servers of them, written from the documents
# alone, keep every clause strictly; each of their realistic faults is found by a clause that names it, or says why none can.
# Then the Python and the TypeScript client that are generated of each do a whole life on its mock. Needs python3 and java.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/joinedCopy.sh
source scripts/ci/parts/pnpmOnPath.sh
source scripts/ci/parts/pythonEnvironment.sh

python=$(python_environment scripts/ci/python/generated_client.txt)/bin/python
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
joined_copy "$copy"
# The JAR of openapi-generator is not downloaded once more where the tree has it.
generator=scripts/node_modules/@openapitools/openapi-generator-cli
[[ ! -d $generator/versions ]] || cp -r "$generator/versions" "$copy/$generator/"
mapfile -t apis < <(foreign_apis)
for api in "${apis[@]}"; do
  (cd "$copy" && bounded 200 node tests/interop/src/plainServers/findPlainFaults.ts --language python --api "$api" --every)
done
(cd "$copy" && bounded 300 node scripts/src/generateClients.ts python "${apis[@]}")
for api in "${apis[@]}"; do
  (cd "$copy" && PYTHONPATH=generated-clients/python/$api bounded 120 "$python" scripts/ci/python/foreign_life_judge.py "$api")
done
