import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { faultAttempts } from './faultAttempts.ts';
import { faultPage } from './faultPage.ts';
import { isFound, type FaultAttempt, type Finding } from './faultyServer.ts';
import { findFaults } from './findFaults.ts';
import { outsiders } from './outsiders/index.ts';

/*
 * Tells every fault to the checks, one at a time, and compares docs/faults.md with what they found. Ends with 1 where a
 * fault is missed or the page is another; `--write` writes the page.
 */
const root = new URL('../../../', import.meta.url);
const page = new URL('docs/faults.md', root);
const records = new URL('reports/faults.ndjson', root);
const began = performance.now();

const attempts = await faultAttempts();
const breaks = new Map(attempts.map((one) => [`${one.api} ${one.fault}`, one.breaks]));
const unseen = new Set(
  outsiders
    .filter((one) => one.unseen !== undefined)
    .map(({ api, fault }) => `${api} ${fault.name}`),
);
const results = await findFaults(
  attempts.map(({ breaks: _breaks, ...attempt }): FaultAttempt => attempt),
);
const findings: Finding[] = [];
const problems: string[] = [];
for (const result of results) {
  const { api, fault, operation } = result;
  const name = `${api} ${fault}${operation === undefined ? '' : `, in ${operation} only`}`;
  if ('failed' in result) {
    problems.push(`${name}: ${result.failed}`);
    continue;
  }
  findings.push(result);
  problems.push(...result.errors.map((error) => `${name}: ${error}`));
  const named = [...result.clauses, ...result.warnings].join(', ') || 'nothing';
  if (unseen.has(`${api} ${fault}`)) {
    if (named !== 'nothing') problems.push(`${name}: is seen after all: ${named}`);
  } else if (!isFound({ name: fault, breaks: breaks.get(`${api} ${fault}`) ?? [] }, result))
    problems.push(`${name}: not found by a check of its own clause; found: ${named}`);
}
await mkdir(new URL('.', records), { recursive: true });
await writeFile(records, findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''));

const text = await readFile(page, 'utf8');
const wanted = faultPage(text, findings);
if (process.argv.includes('--write')) await writeFile(page, wanted);
else if (text !== wanted)
  problems.push(
    'docs/faults.md is not what the checks find; node tests/mutants/src/runMatrix.ts --write mends it',
  );
const seconds = Math.round((performance.now() - began) / 1000);
const wholes = findings.filter(({ whole }) => whole).length;
process.stdout.write(
  [
    `${findings.length} faults in ${seconds} s, ${wholes} of them by a run of all checks`,
    ...problems,
    '',
  ].join('\n'),
);
process.exitCode = problems.length > 0 ? 1 : 0;
