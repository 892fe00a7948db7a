#!/usr/bin/env bash
# The same calls by our own client, the generated ones and AWS's SDK for Python, each at a mock of its own: what the mocks
# logged is compared, and each difference has its reason in tests/interop/src/wire/explainedDifferences.ts. Needs
# python3, java, mvn and go.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pnpmOnPath.sh
source scripts/ci/parts/pythonEnvironment.sh
source scripts/ci/parts/wireDrivers.sh

for program in python3 java mvn go; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT

# As 30-clients.sh calls it: turbo remembers what was made.
(bounded 400 node scripts/src/generateClients.ts >/dev/null)
python=$(python_environment scripts/ci/python/wire.txt)/bin/python
# Nothing of the machine's own configuration may count.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
# Those that the program in Go imports; the step says which others there are.
mapfile -t apis < <(sed -n 's|.*"oidc.admin/clients/\(.*\)"|\1|p' scripts/ci/wire/generatedClient.go)
PYTHONPATH=$(printf "$PWD/generated-clients/python/%s:" "${apis[@]}")
export PYTHONPATH
wire_drivers "$built" "${apis[@]}"
export CLASSPATH=$built/classes:$(<"$built/path")
clients=("boto3:wickr=$python scripts/ci/wire/boto3_client.py")
for api in "${apis[@]}"; do
  clients+=("python:$api=$python scripts/ci/wire/generated_client.py $api")
  clients+=("go:$api=$built/go $api")
  clients+=("java:$api=java -XX:TieredStopAtLevel=1 GeneratedClient $api $built/classes")
done
(bounded 200 node tests/interop/src/wire/main.ts "${clients[@]}")
