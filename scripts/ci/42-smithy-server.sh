#!/usr/bin/env bash
# A server that AWS's own generator makes from AWS's own model of the three Wickr operations, with handlers of a few lines:
# the conformance command fails no clause of it. Needs python3, java, mvn and npm; everything is made in a folder of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pythonEnvironment.sh

for program in python3 java mvn npm; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
work=$(mktemp -d)
# One trap for all: bounded, which sets its own, runs in a shell of its own.
trap 'rm -rf "$work"' EXIT

make_server() {
  local python generated=$work/generated/source/typescript-ssdk-codegen
  python=$(python_environment scripts/ci/python/aws.txt)/bin/python
  timeout 60 "$python" scripts/ci/python/smithy_model.py >"$work/wickr.json"
  timeout 180 mvn --quiet --batch-mode -f scripts/ci/smithy/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$work/lib"
  timeout 120 java -cp "$work/lib/*" software.amazon.smithy.cli.SmithyCli build --quiet --discover \
    --config scripts/ci/smithy/smithy-build.json --output "$work/generated" "$work/wickr.json"
  cp scripts/ci/smithy/package.json "$work"
  timeout 180 npm install --prefix "$work" --ignore-scripts --no-audit --no-fund --loglevel=error
  # Its types are for the TypeScript of its day: only its JavaScript is asked for.
  node_modules/.bin/tsc --noCheck --target es2022 --module commonjs --moduleResolution bundler \
    --rootDir "$generated/src" --outDir "$work/server" "$generated"/src/{server/index,models/errors}.ts
}

make_server
(bounded 60 node tests/interop/src/smithy/main.ts "$work/server" "$work/report")
