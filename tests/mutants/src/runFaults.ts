import { appendFile } from 'node:fs/promises';
import type { ApiName } from '@oidc-admin/conformance/testing';
import { apis } from '@oidc-admin/conformance/testing';
import { checkFault, faultsOf } from './checkFaults.ts';
import type { Finding } from './checkFaults.ts';
import { readRecords } from './readRecords.ts';

/**
 * Tells every fault of the mocks to the checks, one at a time, and appends what they found to a file of records. What
 * stands there already as found is not done again, so that an interrupted run goes on where it was.
 *
 *   node run/runFaults.ts RECORDS [API…]
 */
const [records = '', ...names] = process.argv.slice(2);
if (records === '') throw new Error('name a file for the records');
const known = new Set(
  (await readRecords<Finding>(records))
    .filter(({ clauses, warnings }) => clauses.length + warnings.length > 0)
    .map(({ api, fault }) => `${api} ${fault}`),
);
for (const api of (names.length > 0 ? names : Object.keys(apis)) as ApiName[])
  for (const fault of await faultsOf(api)) {
    // A response that comes late, or not now, breaks no clause: those faults are for clients.
    if (fault.kind === 'availability' || known.has(`${api} ${fault.name}`)) continue;
    const finding = await checkFault(api, fault);
    await appendFile(records, `${JSON.stringify(finding)}\n`);
    if (finding.clauses.length + finding.warnings.length === 0)
      process.stderr.write(`not found: ${api} ${fault.name}\n`);
  }
process.exit();
