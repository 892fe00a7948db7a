#!/usr/bin/env bash
# The files for other people's CI: actionlint takes the workflows and the action, gitlab-ci-local the file for GitLab, Groovy the one for
# Jenkins, and the script of the action really runs at a mock and keeps its report. Needs go, java and mvn.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

for program in go java mvn; do
  command -v "$program" >/dev/null || { echo "$program is not installed" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

timeout 300 go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 -no-color
echo 'actionlint: nothing to say'

cp docs/ci/gitlab-ci.yml "$work/.gitlab-ci.yml"
git init --quiet "$work"
jobs=$(cd "$work" && timeout 120 npx -y gitlab-ci-local@4.75.1 --list)
grep -q '^conformance ' <<<"$jobs"
echo 'GitLab: the file is valid'

timeout 120 mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.apache.groovy:groovy:5.0.3 -DoutputDirectory="$work/lib"
cp docs/ci/Jenkinsfile "$work/Jenkins.groovy"
timeout 60 java -cp "$work/lib/*" org.codehaus.groovy.tools.FileSystemCompiler -d "$work/classes" "$work/Jenkins.groovy"
echo 'Jenkins: the file compiles'

action=.github/actions/conformance
(cd scripts && node -e "
  const { runs } = require('yaml').parse(fs.readFileSync('../$action/action.yml', 'utf8'));
  console.log(runs.steps.find(({ run }) => run).run);
") >"$work/action.sh"
apis=(specs/*/openapi.yaml)
mkdir "$work/workspace"
echo '[]' >"$work/workspace/own.yaml"
root=$PWD
(cd "$work/workspace" && API=$(basename "${apis[0]%/openapi.yaml}") TARGET='' LEVEL=default ARGUMENTS="--seed '7' --baseline own.yaml" \
  REPORTS=$work/reports GITHUB_ACTION_PATH=$root/$action timeout 120 bash -e "$work/action.sh" | tail -n 3)
test -s "$work/reports/junit.xml"
echo 'GitHub: the script of the action runs in the workspace of its caller, and writes its report'

if API=none TARGET='' LEVEL=default ARGUMENTS='--accept-incomplete --x "b c' REPORTS=$work/none GITHUB_ACTION_PATH=$PWD/$action \
  timeout 60 bash -e "$work/action.sh" >"$work/quote.txt" 2>&1 || ! grep -q 'unmatched' "$work/quote.txt"; then
  echo 'GitHub: a wrong quote in the arguments does not end the action' >&2
  exit 1
fi
