#!/usr/bin/env bash
# AWS's own command line, unchanged but for its endpoint, against the Wickr mock: it saves, reads back, and names each
# error that AWS documents.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pythonEnvironment.sh

python=$(python_environment scripts/ci/python/aws.txt)/bin/python
# Nothing of the machine's own configuration may count; the judge writes one of its own.
export AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
bounded 240 "$python" scripts/ci/python/awscli_judge.py
