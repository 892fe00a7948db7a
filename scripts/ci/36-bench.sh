#!/usr/bin/env bash
# The benchmarks of clients and command line: they compile and run, with few rounds and no judgement of speed, boto3 and aws included.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pythonEnvironment.sh

(cd scripts/bench && bounded 60 ../../node_modules/.bin/tsc && bounded 60 ../../node_modules/.bin/oxlint --deny-warnings)
BENCH_PYTHON=$(python_environment scripts/ci/python/aws.txt)/bin/python
export BENCH_PYTHON BENCH_ROUNDS=2 AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
bounded 120 node scripts/bench/main.ts client
BENCH_ROUNDS=1 bounded 120 node scripts/bench/main.ts cli
