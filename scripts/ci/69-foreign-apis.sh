#!/usr/bin/env bash
# Three public documents join a copy of this tree with one command each. Plain servers of them, written from the documents
# alone, keep every clause strictly; each of their realistic faults is found by a clause that names it, or says why none can.
# Then the Python and the TypeScript client that are generated of each do a whole life on its mock. Last, the packages of each
# language, for every way to sign in, are built and installed, and the examples of their READMEs run. Needs python3, java, mvn,
# go and npm.
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
# The ways to sign in that none of the three has: client credentials, and a signature, which OpenAPI has no words for.
for way in token signature; do
  (cd "$copy" && bounded 120 node scripts/src/newApi.ts "shelves-by-$way" --from scripts/ci/joined/shelves-by-token.yaml --no-checks >"join-$way.log")
done
node --eval '
  const [path, row] = process.argv.slice(1);
  const { readFileSync, writeFileSync } = require("node:fs");
  const wrong = `{none: {allow: [401], source: ${row}}}`;
  const scheme = `{type: apiKey, in: header, name: Authorization, x-credentials: {kind: signature, source: ${row}, wrong: ${wrong}}}`;
  writeFileSync(path, readFileSync(path, "utf8").replace(/^    service:\n(?: {6}.*\n)+/m, `    service: ${scheme}\n`).replaceAll("service: [read]", "service: []"));
' "$copy/specs/shelves-by-signature/openapi.yaml" SHELVES-BY-SIGNATURE-SIGN-IN-SERVICE
(cd "$copy" && bounded 200 node scripts/src/generate.ts >/dev/null)
joined=("${apis[@]}" shelves-by-token shelves-by-signature)
(cd "$copy" && bounded 300 node scripts/src/generateClients.ts python java go typescript-fetch "${joined[@]}")
for api in "${apis[@]}"; do
  (cd "$copy" && PYTHONPATH=generated-clients/python/$api bounded 120 "$python" scripts/ci/python/foreign_life_judge.py "$api")
done
# What Maven and Go have downloaded for the tree is not downloaded once more.
mkdir -p node_modules/.cache/{maven,go} "$copy/node_modules/.cache"
for cache in maven go; do ln -s "$PWD/node_modules/.cache/$cache" "$copy/node_modules/.cache/$cache"; done
(cd "$copy" && bounded 500 python3 scripts/ci/python/joined_clients_judge.py "${joined[@]}")
