import { writeFile } from 'node:fs/promises';
import type { ApiName } from '@oidc-admin/conformance/testing';
import { apis } from '@oidc-admin/conformance/testing';
import { faultsOf } from './checkFaults.ts';
import type { Finding } from './checkFaults.ts';
import { faultPage } from './faultPage.ts';
import { readRecords } from './readRecords.ts';
import type { SchemathesisFinding } from './schemathesis/schemathesis.ts';

/**
 * Writes docs/faults.md from the records of runFaults.ts and of schemathesis.ts. A record of a fault that is no more is
 * left out; a fault without a record ends it.
 *
 *   node run/writeFaultPage.ts RECORDS SCHEMATHESIS_RECORDS
 */
const [records = '', others = ''] = process.argv.slice(2);
const known = new Map(
  (await readRecords<Finding>(records)).map((finding) => [
    `${finding.api} ${finding.fault}`,
    finding,
  ]),
);
const findings: Finding[] = [];
for (const api of Object.keys(apis) as ApiName[])
  for (const { name, kind } of await faultsOf(api)) {
    if (kind === 'availability') continue;
    const finding = known.get(`${api} ${name}`);
    if (finding === undefined) throw new Error(`no record of ${api} ${name}: run runFaults.ts`);
    findings.push(finding);
  }
const page = faultPage(findings, await readRecords<SchemathesisFinding>(others));
await writeFile(new URL('../../../docs/faults.md', import.meta.url), page);
process.exit();
