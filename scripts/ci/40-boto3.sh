#!/usr/bin/env bash
# AWS's own SDK for Python: the service model that it carries against the Wickr specification; then the SDK, unchanged
# but for its endpoint, against the Wickr mock: it saves, reads back, and raises each exception that it documents;
# and through `conformance proxy`, which judges what passes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pythonEnvironment.sh

python=$(python_environment scripts/ci/python/aws.txt)/bin/python
# Nothing of the machine's own configuration may count.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
bounded 60 "$python" scripts/ci/python/service_model_judge.py
bounded 120 "$python" scripts/ci/python/boto3_judge.py
bounded 120 "$python" scripts/ci/python/traffic_judge.py
