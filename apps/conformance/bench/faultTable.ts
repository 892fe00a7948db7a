import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { apis } from '../src/generated/apis.ts';
import type { Api } from '../src/checks/testing/checkAll.ts';
import { checkFault, faultsOf } from './checkFaults.ts';
import type { Finding } from './checkFaults.ts';
import { faultPage } from './faultPage.ts';

/**
 * Writes docs/faults.md: every fault of the mocks, and which clause names it. Takes some minutes; what was found so far
 * stands in the file of records, so that an interrupted run goes on where it was.
 *
 *   node bench/faultTable.ts RECORDS [API…]
 */
const [records = '', ...names] = process.argv.slice(2);
if (records === '') throw new Error('name a file for the records');
const text = await readFile(records, 'utf8').catch(() => '');
const known = text
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Finding);
const findings = new Map(known.map((finding) => [`${finding.api} ${finding.fault}`, finding]));
for (const api of (names.length > 0 ? names : Object.keys(apis)) as Api[])
  for (const fault of await faultsOf(api)) {
    const key = `${api} ${fault.name}`;
    // An answer that comes late, or not now, breaks no clause: those faults are for clients.
    if (findings.has(key) || fault.class === 'availability') continue;
    const finding = await checkFault(api, fault);
    findings.set(key, finding);
    await appendFile(records, `${JSON.stringify(finding)}\n`);
    if (finding.clauses.length === 0) process.stderr.write(`not found: ${key}\n`);
  }
if (names.length === 0)
  await writeFile(
    new URL('../../../docs/faults.md', import.meta.url),
    faultPage([...findings.values()]),
  );
process.exit();
