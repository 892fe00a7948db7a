#!/usr/bin/env bash
# botocore's own signer and endpoint rules against those of the Wickr client.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pythonEnvironment.sh

python=$(python_environment scripts/ci/python/aws.txt)/bin/python
# Nothing of the machine's own configuration may count.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
bounded 180 "$python" scripts/ci/python/signature_judge.py
