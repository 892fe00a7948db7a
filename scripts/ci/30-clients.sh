#!/usr/bin/env bash
# The clients in other languages: all generate, at another time and in another folder byte for byte the same; the proven ones
# are built, installed into an empty project, and do a whole life on both mocks. Needs python3, java, mvn, go and npm; the
# first run downloads the generator and the libraries that the clients use.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/ci/parts/bounded.sh
source scripts/ci/parts/pnpmOnPath.sh
source scripts/ci/parts/pythonEnvironment.sh

for program in python3 java mvn go npm; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
bounded 300 node scripts/src/generateClients.ts
# What no source has any more is not handed out: the comparison below would find it.
for built in generated-clients/.built/go/*; do touch "$built/left.go"; done
[[ $(bounded 60 node scripts/src/generateClients.ts) == *'1 cached, 1 total'* ]] \
  || { echo 'a second generation without a change did not take the clients from the cache' >&2; exit 1; }
other=$(mktemp -d)
trap 'rm -rf "$other"' EXIT
# In a shell of its own, as it takes the traps away.
(bounded 300 node scripts/src/generateClients/main.ts --into "$other")
for client in "$other"/*/*; do diff --recursive "generated-clients/${client#"$other"/}" "$client"; done
echo "generated twice: $(find "$other" -type f | wc -l) files, byte for byte the same"
(bounded 500 python3 scripts/ci/python/languages_judge.py)
