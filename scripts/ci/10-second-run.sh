#!/usr/bin/env bash
# What was generated, linted, checked and tested once is not done again: a second run finds every
# task in turbo's cache.
set -euo pipefail
npx -y pnpm@12 generate >/dev/null
npx -y pnpm@12 test >/dev/null
DO_NOT_TRACK=1 turbo run lint check test //#format:check //#generated:check --dry=json | node --eval '
  const { tasks } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const planned = tasks.filter(({ command }) => command !== "<NONEXISTENT>");
  const repeated = planned.filter(({ cache }) => cache.status !== "HIT");
  console.log(`${planned.length} tasks, ${repeated.length} would run again`);
  for (const { taskId } of repeated) console.log(`  ${taskId}`);
  process.exitCode = planned.length > 0 && repeated.length === 0 ? 0 : 1;
'
