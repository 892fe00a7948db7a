#!/usr/bin/env bash
# Clients of both APIs in Python, Java and Go: openapi-generator makes them, their own compilers take
# them, and the Python ones can be imported. Needs python3, java, mvn and go; the first run downloads
# the generator and the libraries that the clients use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for program in python3 java mvn go; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for language in python java go; do
  node scripts/src/generateClients.ts "$language"
done

python3 -m venv "$work/python"
for specification in specs/*/openapi.yaml; do
  api=$(basename "$(dirname "$specification")")

  client=generated-clients/python/$api
  "$work/python/bin/pip" install --quiet --disable-pip-version-check "./$client"
  (cd "$work" && python/bin/python -W error -m compileall -q -f "$OLDPWD/$client/${api//-/_}_client" &&
    python/bin/python -c "import ${api//-/_}_client as c; print('$api python:', len(c.__all__), 'exports imported')")

  mvn --quiet --batch-mode -DskipTests -f "generated-clients/java/$api/pom.xml" compile
  classes=$(find "generated-clients/java/$api/target/classes" -name '*.class' | wc -l)
  echo "$api java: $classes classes compiled"
  ((classes > 0))

  (cd "generated-clients/go/$api" && go mod tidy 2>/dev/null && go vet . && echo "$api go: built and vetted")
done
