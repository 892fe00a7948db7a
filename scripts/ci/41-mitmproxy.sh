#!/usr/bin/env bash
# A session with each mock, recorded by mitmproxy: `conformance judge` finds nothing in it, and in the same session with ten
# planted faults it finds all ten and nothing else. mitmproxy 11.0.2 is the newest that runs on Python 3.11.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pythonEnvironment.sh

python=$(python_environment scripts/ci/python/aws.txt scripts/ci/python/mitmproxy.txt)/bin/python
# Nothing of the machine's own configuration may count.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
bounded 120 "$python" scripts/ci/python/har_judge.py
